namespace EdgeVision.Kernels;

/// <summary>
/// 2-D convolution of int8 tensors, with dilation, arbitrary zero points and per-tensor or per-channel multipliers. See
/// <see cref="LinearParameters"/> for the formula. For 1×1 windows of stride 1 prefer <see cref="PointwiseConv"/>.
/// </summary>
public sealed class Conv
{
    private readonly KernelBinding _binding;

    private Conv(KernelBinding binding, long macs)
    {
        _binding = binding;
        Macs = macs;
    }

    /// <summary>The chosen kernel, for logs.</summary>
    public string KernelName => _binding.KernelName;

    /// <summary>The instruction set that this kernel is written for.</summary>
    public Isa Isa => _binding.Isa;

    /// <summary>Multiply-accumulates per run, those on padding included.</summary>
    public long Macs { get; }

    /// <summary>Memory held for weights, bias and multipliers.</summary>
    public long PackedBytes => _binding.PackedBytes;

    /// <summary>
    /// By how many elements the input must at least start after the output for both to share a buffer, in [−input length, output length];
    /// at these ends they share no element.
    /// </summary>
    public int Lead => _binding.Lead;

    /// <summary>Validates everything, chooses a kernel and packs the weights, which are not needed afterwards.</summary>
    /// <param name="parameters">Shapes, window and quantization.</param>
    /// <param name="filter">[output channel][KernelHeight][KernelWidth][input channel].</param>
    /// <param name="bias">One per output channel, in units of <c>s_in·s_w</c>; empty for none.</param>
    /// <param name="isa">The instruction sets that may be used.</param>
    /// <exception cref="KernelException">
    /// Shapes, lengths or quantization do not fit together, or an accumulator could leave 32 bits.
    /// </exception>
    public static Conv Prepare(ConvParameters parameters, ReadOnlySpan<sbyte> filter, ReadOnlySpan<int> bias, IsaPolicy isa)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(isa);
        int inputLength = Require.Shape(parameters.Input, "input shape");
        int outputLength = Require.Shape(parameters.Output, "output shape");
        Require.Window(parameters.Window, parameters.Input, parameters.Output);
        int taps = Require.Count("filter", parameters.Window.KernelHeight, parameters.Window.KernelWidth, parameters.Input.Channels);
        FilterLayout layout = FilterLayout.ChannelMajor(parameters.Output.Channels, taps);
        Requantization requantization = Requantization.Prepare(parameters, layout, filter, bias);

        LinearKernel<ConvParameters> kernel = KernelCatalog.Select(KernelCatalog.Conv, parameters, filter, requantization, isa);
        PreparedKernel prepared = kernel.Pack(parameters, filter, requantization);
        int rows = parameters.Output.Batch * parameters.Output.Height;
        return new Conv(new KernelBinding(kernel, prepared, inputLength, outputLength, rows), (long)outputLength * taps);
    }

    /// <summary>Convolves. Allocates nothing.</summary>
    /// <param name="input">NHWC, of the prepared input shape.</param>
    /// <param name="output">NHWC, of the prepared output shape; must not overlap <paramref name="input"/> but by <see cref="Lead"/>.</param>
    /// <exception cref="ArgumentException">A buffer does not have the prepared length.</exception>
    public void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output) => _binding.Run(input, output);
}
