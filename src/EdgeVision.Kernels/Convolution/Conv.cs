namespace EdgeVision.Kernels;

/// <summary>
/// 2-D convolution of int8 tensors, with dilation, arbitrary zero points and per-tensor or per-channel multipliers. See
/// <see cref="LinearParameters"/> for the formula. For 1×1 windows of stride 1 prefer <see cref="PointwiseConv"/>.
/// </summary>
public sealed class Conv : TensorOperation
{
    private Conv(KernelBinding binding, long macs)
        : base(binding, macs)
    {
    }

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
}
