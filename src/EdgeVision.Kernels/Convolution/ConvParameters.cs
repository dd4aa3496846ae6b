namespace EdgeVision.Kernels;

/// <summary>A 2-D convolution, full (<see cref="Conv"/>) or depthwise (<see cref="DepthwiseConv"/>).</summary>
public sealed record ConvParameters : LinearParameters
{
    /// <summary>Shape of the input, NHWC.</summary>
    public required TensorShape Input { get; init; }

    /// <summary>Shape of the output, NHWC; its height and width follow from the padding rule (see <see cref="Kernels.Window"/>).</summary>
    public required TensorShape Output { get; init; }

    /// <summary>Kernel extents, strides, dilations and padding.</summary>
    public required Window Window { get; init; }
}
