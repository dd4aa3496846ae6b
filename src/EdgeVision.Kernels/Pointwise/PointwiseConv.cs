namespace EdgeVision.Kernels;

/// <summary>1×1 convolution of stride 1: a matrix product over all pixels. See <see cref="LinearParameters"/> for the formula.</summary>
public sealed class PointwiseConv : TensorOperation
{
    private PointwiseConv(KernelBinding binding, PointwiseParameters parameters)
        : base(binding, (long)binding.OutputLength * parameters.InputChannels) => Parameters = parameters;

    /// <summary>What it was prepared for.</summary>
    internal PointwiseParameters Parameters { get; }

    /// <summary>Validates everything, chooses a kernel and packs the weights, which are not needed afterwards.</summary>
    /// <param name="parameters">Extents and quantization.</param>
    /// <param name="filter">[output channel][input channel].</param>
    /// <param name="bias">One per output channel, in units of <c>s_in·s_w</c>; empty for none.</param>
    /// <param name="isa">The instruction sets that may be used.</param>
    /// <exception cref="KernelException">
    /// Extents, lengths or quantization do not fit together, or an accumulator could leave 32 bits.
    /// </exception>
    public static PointwiseConv Prepare(PointwiseParameters parameters, ReadOnlySpan<sbyte> filter, ReadOnlySpan<int> bias, IsaPolicy isa)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(isa);
        (int inputLength, int outputLength) = RequireLengths(parameters);
        FilterLayout layout = FilterLayout.ChannelMajor(parameters.OutputChannels, parameters.InputChannels);
        Requantization requantization = Requantization.Prepare(parameters, layout, filter, bias);

        LinearKernel<PointwiseParameters> kernel = KernelCatalog.Select(KernelCatalog.Pointwise, parameters, filter, requantization, isa);
        PreparedKernel prepared = kernel.Pack(parameters, filter, requantization);
        var binding = new KernelBinding(kernel, prepared, inputLength, outputLength, parameters.Pixels);
        return new PointwiseConv(binding, parameters);
    }

    /// <summary>The operation that <see cref="TensorOperation.Blocks"/> were taken from; the multipliers are in the blocks.</summary>
    /// <exception cref="KernelException">Shapes, kernel and blocks do not fit together.</exception>
    internal static PointwiseConv Restore(
        PointwiseParameters parameters, ReadOnlySpan<byte> kernelName, ReadOnlySpan<PackedBlock> blocks, IsaPolicy isa)
    {
        (int inputLength, int outputLength) = RequireLengths(parameters);
        Require.Count("filter", parameters.OutputChannels, parameters.InputChannels);
        Require.Linear(parameters);
        LinearKernel<PointwiseParameters> kernel = KernelCatalog.Find(KernelCatalog.Pointwise, kernelName, isa);
        var binding = new KernelBinding(kernel, kernel.Restore(parameters, blocks), inputLength, outputLength, parameters.Pixels);
        return new PointwiseConv(binding, parameters);
    }

    /// <summary>The same product of another number of pixels; both share the packed weights.</summary>
    /// <param name="pixels">In [1, <see cref="TensorOperation.Units"/>].</param>
    public PointwiseConv ForPixels(int pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pixels, Units);
        return new PointwiseConv(Binding.ForUnits(pixels), Parameters with { Pixels = pixels });
    }

    /// <summary>
    /// Of the groups of four products that a kernel may sum in 16 bits, the share for which it is proven that they cannot leave them, for any
    /// input: the positive weights of a group sum to at most 128, and the negative ones too. What is over in the others is summed in 32 bits.
    /// </summary>
    /// <param name="inputChannels">Weights of an output channel, ≥ 1.</param>
    /// <param name="filterZeroPoint">In [−128, 127].</param>
    /// <param name="filter">[output channel][input channel], not empty.</param>
    /// <returns>In [0, 1].</returns>
    /// <exception cref="KernelException">The filter is not a whole number of output channels.</exception>
    public static double NarrowShare(int inputChannels, int filterZeroPoint, ReadOnlySpan<sbyte> filter)
    {
        Require.Positive(inputChannels, "input channels");
        Require.ZeroPoint(filterZeroPoint, "filter");
        Require.Positive(filter.Length, "filter");
        Require.Equal(filter.Length % inputChannels, 0, "filter's rest");
        (long fours, long safe) = NarrowWeights.Prove(inputChannels, filterZeroPoint, filter);
        return safe / (double)fours;
    }

    private static (int Input, int Output) RequireLengths(PointwiseParameters parameters) => (
        Require.Count("input (pixels, channels)", parameters.Pixels, parameters.InputChannels),
        Require.Count("output (pixels, channels)", parameters.Pixels, parameters.OutputChannels));
}
