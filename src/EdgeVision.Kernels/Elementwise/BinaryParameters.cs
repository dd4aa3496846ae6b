namespace EdgeVision.Kernels;

/// <summary>An operation on two tensors with NumPy broadcasting: in every dimension the extents are equal or one of them is 1.</summary>
public sealed record BinaryParameters
{
    /// <summary>Shape of the first input.</summary>
    public required TensorShape First { get; init; }

    /// <summary>Shape of the second input.</summary>
    public required TensorShape Second { get; init; }

    /// <summary>Shape of the output: the larger extent of both inputs in every dimension.</summary>
    public required TensorShape Output { get; init; }

    /// <summary>Quantization of the first input.</summary>
    public required Quantization FirstQuantization { get; init; }

    /// <summary>Quantization of the second input.</summary>
    public required Quantization SecondQuantization { get; init; }

    /// <summary>Quantization of the output.</summary>
    public required Quantization OutputQuantization { get; init; }

    /// <summary>The fused activation; <see cref="OutputRange.Full"/> unless set.</summary>
    public OutputRange Range { get; init; } = OutputRange.Full;

    /// <summary>The shapes, with the channels of a row as those of one pixel where each input has all of them or repeats one.</summary>
    internal (TensorShape First, TensorShape Second, TensorShape Output) WithMergedRows() =>
        IsWhole(First) && IsWhole(Second) ? (Merged(First), Merged(Second), Merged(Output)) : (First, Second, Output);

    private static TensorShape Merged(TensorShape shape) => shape with { Width = 1, Channels = shape.Width * shape.Channels };

    private bool IsWhole(TensorShape input) =>
        (input.Width == Output.Width && input.Channels == Output.Channels) || (input.Width == 1 && input.Channels == 1);
}
