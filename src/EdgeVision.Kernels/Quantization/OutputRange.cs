namespace EdgeVision.Kernels;

/// <summary>The quantized values an operation may write: the int8 range, narrowed by a fused activation.</summary>
/// <param name="Min">Smallest value written.</param>
/// <param name="Max">Largest value written, ≥ <paramref name="Min"/>.</param>
public readonly record struct OutputRange(sbyte Min, sbyte Max)
{
    /// <summary>No activation: [−128, 127].</summary>
    public static OutputRange Full => new(sbyte.MinValue, sbyte.MaxValue);

    /// <summary>Real values ≥ 0.</summary>
    public static OutputRange Relu(Quantization output) => new(Quantize(0, output), sbyte.MaxValue);

    /// <summary>Real values in [0, 6].</summary>
    public static OutputRange Relu6(Quantization output) => new(Quantize(0, output), Quantize(6, output));

    /// <summary>Real values in [−1, 1].</summary>
    public static OutputRange ReluN1To1(Quantization output) => new(Quantize(-1, output), Quantize(1, output));

    /// <summary>The quotient is a float32 one, as in TFLite.</summary>
    private static sbyte Quantize(float real, Quantization output) =>
        (sbyte)Math.Clamp(output.ZeroPoint + Math.Round((double)(real / output.Scale), MidpointRounding.AwayFromZero), -128, 127);
}
