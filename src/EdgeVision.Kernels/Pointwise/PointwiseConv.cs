namespace EdgeVision.Kernels;

/// <summary>1×1 convolution of stride 1: a matrix product over all pixels. See <see cref="LinearParameters"/> for the formula.</summary>
public sealed class PointwiseConv
{
    private readonly KernelBinding _binding;

    private PointwiseConv(KernelBinding binding, long macs)
    {
        _binding = binding;
        Macs = macs;
    }

    /// <summary>The chosen kernel, for logs.</summary>
    public string KernelName => _binding.KernelName;

    /// <summary>The instruction set that this kernel is written for.</summary>
    public Isa Isa => _binding.Isa;

    /// <summary>Multiply-accumulates per run.</summary>
    public long Macs { get; }

    /// <summary>Memory held for weights, bias and multipliers.</summary>
    public long PackedBytes => _binding.PackedBytes;

    /// <summary>
    /// By how many elements the input must at least start after the output for both to share a buffer, in [−input length, output length];
    /// at these ends they share no element.
    /// </summary>
    public int Lead => _binding.Lead;

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
        int inputLength = Require.Count("input (pixels, channels)", parameters.Pixels, parameters.InputChannels);
        int outputLength = Require.Count("output (pixels, channels)", parameters.Pixels, parameters.OutputChannels);
        FilterLayout layout = FilterLayout.ChannelMajor(parameters.OutputChannels, parameters.InputChannels);
        Requantization requantization = Requantization.Prepare(parameters, layout, filter, bias);

        LinearKernel<PointwiseParameters> kernel = KernelCatalog.Select(KernelCatalog.Pointwise, parameters, filter, requantization, isa);
        PreparedKernel prepared = kernel.Pack(parameters, filter, requantization);
        var binding = new KernelBinding(kernel, prepared, inputLength, outputLength, parameters.Pixels);
        return new PointwiseConv(binding, (long)outputLength * parameters.InputChannels);
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

    /// <summary>Multiplies. Allocates nothing.</summary>
    /// <param name="input">[pixel][input channel].</param>
    /// <param name="output">[pixel][output channel]; must not overlap <paramref name="input"/> but by <see cref="Lead"/>.</param>
    /// <exception cref="ArgumentException">A buffer does not have the prepared length.</exception>
    public void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output) => _binding.Run(input, output);
}
