namespace EdgeVision.Kernels;

/// <summary>
/// 2-D convolution of int8 tensors, with dilation, arbitrary zero points and per-tensor or per-channel multipliers. See
/// <see cref="LinearParameters"/> for the formula. For 1×1 windows of stride 1 prefer <see cref="PointwiseConv"/>.
/// </summary>
public sealed class Conv : TensorOperation
{
    private Conv(KernelBinding binding, ConvParameters parameters, int taps)
        : base(binding, (long)binding.OutputLength * taps) => Parameters = parameters;

    /// <summary>What it was prepared for.</summary>
    internal ConvParameters Parameters { get; }

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
        int taps = RequireTaps(parameters);
        FilterLayout layout = FilterLayout.ChannelMajor(parameters.Output.Channels, taps);
        Requantization requantization = Requantization.Prepare(parameters, layout, filter, bias);

        LinearKernel<ConvParameters> kernel = KernelCatalog.Select(KernelCatalog.Conv, parameters, filter, requantization, isa);
        PreparedKernel prepared = kernel.Pack(parameters, filter, requantization);
        return new Conv(KernelBinding.ByRows(kernel, prepared, parameters), parameters, taps);
    }

    /// <summary>The operation that <see cref="TensorOperation.Blocks"/> were taken from; the multipliers are in the blocks.</summary>
    /// <exception cref="KernelException">Shapes, kernel and blocks do not fit together.</exception>
    internal static Conv Restore(ConvParameters parameters, ReadOnlySpan<byte> kernelName, ReadOnlySpan<PackedBlock> blocks, IsaPolicy isa)
    {
        int taps = RequireTaps(parameters);
        Require.Count("filter", parameters.Output.Channels, taps);
        Require.Linear(parameters);
        LinearKernel<ConvParameters> kernel = KernelCatalog.Find(KernelCatalog.Conv, kernelName, isa);
        return new Conv(KernelBinding.ByRows(kernel, kernel.Restore(parameters, blocks), parameters), parameters, taps);
    }

    private static int RequireTaps(ConvParameters parameters)
    {
        Require.Shape(parameters.Input, "input shape");
        Require.Shape(parameters.Output, "output shape");
        Require.Window(parameters.Window, parameters.Input, parameters.Output);
        return Require.Count("filter", parameters.Window.KernelHeight, parameters.Window.KernelWidth, parameters.Input.Channels);
    }
}
