namespace EdgeVision.Kernels;

/// <summary>
/// Depthwise 2-D convolution: output channel c reads only input channel <c>c / m</c>, m being the depth multiplier
/// <c>Output.Channels / Input.Channels</c>. See <see cref="LinearParameters"/> for the formula.
/// </summary>
public sealed class DepthwiseConv : TensorOperation
{
    private DepthwiseConv(KernelBinding binding, long macs)
        : base(binding, macs)
    {
    }

    /// <summary>Validates everything, chooses a kernel and packs the weights, which are not needed afterwards.</summary>
    /// <param name="parameters">Shapes, window and quantization.</param>
    /// <param name="filter">[KernelHeight][KernelWidth][output channel].</param>
    /// <param name="bias">One per output channel, in units of <c>s_in·s_w</c>; empty for none.</param>
    /// <param name="isa">The instruction sets that may be used.</param>
    /// <exception cref="KernelException">
    /// Shapes, lengths or quantization do not fit together, or an accumulator could leave 32 bits.
    /// </exception>
    public static DepthwiseConv Prepare(ConvParameters parameters, ReadOnlySpan<sbyte> filter, ReadOnlySpan<int> bias, IsaPolicy isa)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(isa);
        int inputLength = Require.Shape(parameters.Input, "input shape");
        int outputLength = Require.Shape(parameters.Output, "output shape");
        Require.Window(parameters.Window, parameters.Input, parameters.Output);
        if (parameters.Output.Channels % parameters.Input.Channels != 0)
            throw new KernelException($"{parameters.Output.Channels} output channels are no multiple of {parameters.Input.Channels}");
        int taps = Require.Count("filter", parameters.Window.KernelHeight, parameters.Window.KernelWidth);
        FilterLayout layout = FilterLayout.TapMajor(parameters.Output.Channels, taps);
        Requantization requantization = Requantization.Prepare(parameters, layout, filter, bias);

        LinearKernel<ConvParameters> kernel = KernelCatalog.Select(KernelCatalog.Depthwise, parameters, filter, requantization, isa);
        PreparedKernel prepared = kernel.Pack(parameters, filter, requantization);
        int rows = parameters.Output.Batch * parameters.Output.Height;
        return new DepthwiseConv(new KernelBinding(kernel, prepared, inputLength, outputLength, rows), (long)outputLength * taps);
    }
}
