using EdgeVision.Quantize.Writing;

namespace EdgeVision.Quantize.Calibration;

/// <summary>
/// One input in both forms: as the float model sees it, and as the int8 model gets it on the device, from the product's own preprocessing.
/// </summary>
internal sealed class Sample
{
    private readonly ushort[]? _quarters;
    private readonly float[]? _values;
    private readonly float[] _mean;
    private readonly float[] _std;

    private Sample(string name, ushort[]? quarters, float[]? values, float[] mean, float[] std, sbyte[] quantized)
    {
        Name = name;
        _quarters = quarters;
        _values = values;
        _mean = mean;
        _std = std;
        Quantized = quantized;
    }

    /// <summary>The file's name.</summary>
    public string Name { get; }

    /// <summary>The int8 model's input.</summary>
    public sbyte[] Quantized { get; }

    /// <summary>A picture.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="quarters">Resized pixels in quarters of a grey level: a quarter of the memory of floats, finer than any
    /// display.</param>
    /// <param name="mean">One per channel, or one.</param>
    /// <param name="std">As many.</param>
    /// <param name="quantized">The int8 model's input.</param>
    public static Sample Picture(string name, ushort[] quarters, float[] mean, float[] std, sbyte[] quantized) =>
        new(name, quarters, null, mean, std, quantized);

    /// <summary>A tensor that is already normalized.</summary>
    public static Sample Tensor(string name, float[] values, ActivationQuantization input) =>
        new(name, null, values, [], [], Array.ConvertAll(values, value => input.ToQuantized(value)));

    /// <summary>Writes the float model's input.</summary>
    public void CopyTo(Span<float> input)
    {
        if (_values is not null)
        {
            _values.CopyTo(input);
            return;
        }

        for (int i = 0; i < input.Length; i++)
        {
            int c = i % _mean.Length;
            input[i] = ((_quarters![i] * 0.25f) - _mean[c]) / _std[c];
        }
    }
}
