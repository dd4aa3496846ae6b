namespace EdgeVision.Kernels;

/// <summary>
/// From float32 to int8: <c>clamp(round(x / Scale) + ZeroPoint)</c>, the quotient in float32, rounded half away from zero.
/// </summary>
public sealed class QuantizeFloat
{
    private QuantizeFloat(Quantization output) => Output = output;

    /// <summary>What it was prepared for.</summary>
    internal Quantization Output { get; }

    /// <summary>Validates the quantization.</summary>
    /// <exception cref="KernelException">The scale is not positive and finite, or the zero point not in [−128, 127].</exception>
    public static QuantizeFloat Prepare(Quantization output)
    {
        Require.Quantization(output, "output");
        return new QuantizeFloat(output);
    }

    /// <summary>Quantizes. Allocates nothing. NaN becomes the zero point, infinities the ends of the range.</summary>
    /// <param name="input">Real values.</param>
    /// <param name="output">As many quantized values.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Run(ReadOnlySpan<float> input, Span<sbyte> output)
    {
        BufferLength.Check(output.Length, input.Length, nameof(output));
        (float scale, int zeroPoint) = Output;
        for (int i = 0; i < input.Length; i++)
        {
            // Clamped while still a float, so that the sum with the zero point is a small integer. The cast makes NaN 0.
            float rounded = MathF.Round(input[i] / scale, MidpointRounding.AwayFromZero);
            output[i] = (sbyte)((int)Math.Clamp(rounded, -128f - zeroPoint, 127f - zeroPoint) + zeroPoint);
        }
    }
}
