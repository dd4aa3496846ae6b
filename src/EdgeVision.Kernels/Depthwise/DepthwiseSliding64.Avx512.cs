namespace EdgeVision.Kernels;

/// <summary>Depthwise convolution of at least 64 channels, 3×3 with stride 1, by <see cref="DepthwiseSlidingAvx512"/>.</summary>
internal sealed class DepthwiseSliding64Avx512 : LinearKernel<ConvParameters>
{
    public override string Name => "depthwise_s8_1x64_sliding_avx512";

    public override Isa Isa => Isa.Avx512;

    public override bool CanRun(ConvParameters parameters, Requantization requantization) =>
        requantization.RoundsIn32Bits && DepthwiseSlidingAvx512.Fits(parameters);

    public override PreparedKernel Pack(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        new DepthwiseSlidingAvx512(parameters, filter, requantization);

    public override PreparedKernel Restore(ConvParameters parameters, ReadOnlySpan<PackedBlock> blocks)
    {
        if (!DepthwiseSlidingAvx512.Fits(parameters))
            throw new KernelException($"depthwise convolution of {parameters.Input.Channels} channels does not fit this kernel");
        return new DepthwiseSlidingAvx512(parameters, blocks);
    }
}
