namespace EdgeVision.Kernels;

/// <summary>From int8 to float32: <c>Scale·(q − ZeroPoint)</c>.</summary>
public sealed class Dequantize
{
    private Dequantize(Quantization input) => Input = input;

    /// <summary>What it was prepared for.</summary>
    internal Quantization Input { get; }

    /// <summary>Validates the quantization.</summary>
    /// <exception cref="KernelException">The scale is not positive and finite, or the zero point not in [−128, 127].</exception>
    public static Dequantize Prepare(Quantization input)
    {
        Require.Quantization(input, "input");
        return new Dequantize(input);
    }

    /// <summary>Dequantizes. Allocates nothing.</summary>
    /// <param name="input">Quantized values.</param>
    /// <param name="output">As many real values.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Run(ReadOnlySpan<sbyte> input, Span<float> output)
    {
        BufferLength.Check(output.Length, input.Length, nameof(output));
        (float scale, int zeroPoint) = Input;
        for (int i = 0; i < input.Length; i++)
            output[i] = scale * (input[i] - zeroPoint);
    }
}
