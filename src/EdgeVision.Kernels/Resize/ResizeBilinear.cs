namespace EdgeVision.Kernels;

/// <summary>Bilinear resize of int8 tensors, as TFLite computes it for the model's type (see <see cref="ResizeArithmetic"/>).</summary>
public sealed class ResizeBilinear
{
    private readonly BilinearLoop _loop;
    private readonly int _inputLength;
    private readonly int _outputLength;

    private ResizeBilinear(ResizeParameters parameters)
    {
        Parameters = parameters;
        (_inputLength, _outputLength) = ResizePreparation.Validate(parameters);
        _loop = BilinearLoop.Create(parameters);
    }

    /// <summary>What it was prepared for.</summary>
    internal ResizeParameters Parameters { get; }

    /// <summary>Validates everything and tabulates positions and weights.</summary>
    /// <exception cref="KernelException">A shape is invalid, or batch or channels differ.</exception>
    public static ResizeBilinear Prepare(ResizeParameters parameters) => new(parameters);

    /// <summary>Resizes. Allocates nothing.</summary>
    /// <param name="input">NHWC, of the prepared input shape.</param>
    /// <param name="output">NHWC, of the prepared output shape; must not overlap <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A buffer does not have the prepared length.</exception>
    public void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output)
    {
        BufferLength.Check(input.Length, _inputLength, nameof(input));
        BufferLength.Check(output.Length, _outputLength, nameof(output));
        _loop.Run(input, output);
    }
}
