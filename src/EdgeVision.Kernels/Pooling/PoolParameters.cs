namespace EdgeVision.Kernels;

/// <summary>How an average is rounded to an integer.</summary>
public enum PoolRounding
{
    /// <summary>int8 models: half away from zero, of the signed sum.</summary>
    HalfAwayFromZero,

    /// <summary>Legacy uint8 models, data shifted by 128 at load: <c>⌊(S + ⌊n/2⌋)/n⌋</c>, which the shift does not change.</summary>
    FloorUnsigned,
}

/// <summary>A pooling operation; the quantization of input and output is the same.</summary>
public sealed record PoolParameters
{
    /// <summary>Shape of the input, NHWC.</summary>
    public required TensorShape Input { get; init; }

    /// <summary>Shape of the output, NHWC, with the input's batch and channels.</summary>
    public required TensorShape Output { get; init; }

    /// <summary>Kernel extents, strides and padding; the dilations must be 1.</summary>
    public required Window Window { get; init; }

    /// <summary>The fused activation; <see cref="OutputRange.Full"/> unless set.</summary>
    public OutputRange Range { get; init; } = OutputRange.Full;

    /// <summary>Rounding of <see cref="AveragePool"/>; <see cref="MaxPool"/> has nothing to round.</summary>
    public PoolRounding Rounding { get; init; }
}
