namespace EdgeVision.Kernels;

/// <summary>
/// Fully connected layer. It is a <see cref="PointwiseConv"/> whose pixels are the batch, and runs that operation's kernels. See
/// <see cref="LinearParameters"/> for the formula.
/// </summary>
public sealed class Dense : TensorOperation
{
    private Dense(PointwiseConv product)
        : base(product.Binding, product.Macs) => Parameters = product.Parameters;

    /// <summary>The product that it is.</summary>
    internal PointwiseParameters Parameters { get; }

    /// <summary>Validates everything, chooses a kernel and packs the weights, which are not needed afterwards.</summary>
    /// <param name="parameters">Extents and quantization.</param>
    /// <param name="filter">[output][input].</param>
    /// <param name="bias">One per output, in units of <c>s_in·s_w</c>; empty for none.</param>
    /// <param name="isa">The instruction sets that may be used.</param>
    /// <exception cref="KernelException">
    /// Extents, lengths or quantization do not fit together, or an accumulator could leave 32 bits.
    /// </exception>
    public static Dense Prepare(DenseParameters parameters, ReadOnlySpan<sbyte> filter, ReadOnlySpan<int> bias, IsaPolicy isa)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var product = new PointwiseParameters
        {
            Pixels = parameters.Batch,
            InputChannels = parameters.InputDepth,
            OutputChannels = parameters.OutputDepth,
            InputZeroPoint = parameters.InputZeroPoint,
            FilterZeroPoint = parameters.FilterZeroPoint,
            OutputZeroPoint = parameters.OutputZeroPoint,
            Multipliers = parameters.Multipliers,
            Range = parameters.Range,
        };
        return new Dense(PointwiseConv.Prepare(product, filter, bias, isa));
    }
}
