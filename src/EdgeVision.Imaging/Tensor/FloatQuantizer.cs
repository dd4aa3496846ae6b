using System.Runtime.Intrinsics;

namespace EdgeVision.Imaging.Tensor;

/// <summary>Quantizes interpolated values in float32.</summary>
internal sealed class FloatQuantizer : IRowQuantizer<float>
{
    /// <summary>For each value of a row, that of its channel.</summary>
    private readonly float[] _gains;

    private readonly float[] _offsets;

    public FloatQuantizer(Normalization normalization, InputTensorSpec spec)
    {
        _gains = new float[spec.Width * spec.Channels];
        _offsets = new float[_gains.Length];
        for (int c = 0; c < spec.Channels; c++)
        {
            var map = AffineMap.Of(normalization, spec, c);
            for (int i = c; i < _gains.Length; i += spec.Channels)
            {
                _gains[i] = (float)map.Gain;
                _offsets[i] = (float)map.Offset;
            }
        }
    }

    public void Quantize(ReadOnlySpan<float> row, Span<sbyte> quantized)
    {
        int start = Vector128.IsHardwareAccelerated ? QuantizeVectors(row, quantized) : 0;
        QuantizeFrom(start, row, quantized);
    }

    /// <summary>Quantizes value by value, from value <paramref name="start"/> on: the definition of what the vectors compute.</summary>
    internal void QuantizeFrom(int start, ReadOnlySpan<float> row, Span<sbyte> quantized)
    {
        for (int i = start; i < row.Length; i++)
            quantized[i] = (sbyte)Math.Clamp(MathF.Floor((row[i] * _gains[i]) + _offsets[i]), sbyte.MinValue, sbyte.MaxValue);
    }

    private int QuantizeVectors(ReadOnlySpan<float> row, Span<sbyte> quantized)
    {
        int i = 0;
        for (; i <= row.Length - Vector128<sbyte>.Count; i += Vector128<sbyte>.Count)
            Vector128.NarrowWithSaturation(QuantizeEight(row, i), QuantizeEight(row, i + 8)).CopyTo(quantized[i..]);
        return i;
    }

    private Vector128<short> QuantizeEight(ReadOnlySpan<float> row, int i) =>
        Vector128.NarrowWithSaturation(QuantizeFour(row, i), QuantizeFour(row, i + 4));

    private Vector128<int> QuantizeFour(ReadOnlySpan<float> row, int i) => Vector128.ConvertToInt32(Vector128.Floor(
        (Vector128.Create(row[i..]) * Vector128.Create(_gains.AsSpan(i))) + Vector128.Create(_offsets.AsSpan(i))));
}
