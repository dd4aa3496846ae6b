namespace EdgeVision.Kernels;

/// <summary>
/// Depthwise 2-D convolution: output channel c reads only input channel <c>c / m</c>, m being the depth multiplier
/// <c>Output.Channels / Input.Channels</c>. See <see cref="LinearParameters"/> for the formula.
/// </summary>
public sealed class DepthwiseConv : TensorOperation
{
    private DepthwiseConv(KernelBinding binding, ConvParameters parameters, int taps)
        : base(binding, (long)binding.OutputLength * taps) => Parameters = parameters;

    /// <summary>What it was prepared for.</summary>
    internal ConvParameters Parameters { get; }

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
        int taps = RequireTaps(parameters);
        FilterLayout layout = FilterLayout.TapMajor(parameters.Output.Channels, taps);
        Requantization requantization = Requantization.Prepare(parameters, layout, filter, bias);

        LinearKernel<ConvParameters> kernel = KernelCatalog.Select(KernelCatalog.Depthwise, parameters, filter, requantization, isa);
        PreparedKernel prepared = kernel.Pack(parameters, filter, requantization);
        return new DepthwiseConv(KernelBinding.ByRows(kernel, prepared, parameters), parameters, taps);
    }

    /// <summary>The operation that <see cref="TensorOperation.Blocks"/> were taken from; the multipliers are in the blocks.</summary>
    /// <exception cref="KernelException">Shapes, kernel and blocks do not fit together.</exception>
    internal static DepthwiseConv Restore(
        ConvParameters parameters, ReadOnlySpan<byte> kernelName, ReadOnlySpan<PackedBlock> blocks, IsaPolicy isa)
    {
        int taps = RequireTaps(parameters);
        Require.Count("filter", parameters.Output.Channels, taps);
        Require.Linear(parameters);
        LinearKernel<ConvParameters> kernel = KernelCatalog.Find(KernelCatalog.Depthwise, kernelName, isa);
        return new DepthwiseConv(KernelBinding.ByRows(kernel, kernel.Restore(parameters, blocks), parameters), parameters, taps);
    }

    private static int RequireTaps(ConvParameters parameters)
    {
        Require.Shape(parameters.Input, "input shape");
        Require.Shape(parameters.Output, "output shape");
        Require.Window(parameters.Window, parameters.Input, parameters.Output);
        if (parameters.Output.Channels % parameters.Input.Channels != 0)
            throw new KernelException($"{parameters.Output.Channels} output channels are no multiple of {parameters.Input.Channels}");
        return Require.Count("filter", parameters.Window.KernelHeight, parameters.Window.KernelWidth);
    }
}
