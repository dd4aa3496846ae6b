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

    /// <summary>Whether no input is broadcast: one of the output's size has its shape.</summary>
    internal bool IsElementwise => First.Count == Output.Count && Second.Count == Output.Count;
}
