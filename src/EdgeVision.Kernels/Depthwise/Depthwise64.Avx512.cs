namespace EdgeVision.Kernels;

/// <summary>Depthwise convolution of at least 64 channels, or of pixels that share 64 lanes, by <see cref="DepthwiseQuartersAvx512"/>.</summary>
internal sealed class Depthwise64Avx512 : LinearKernel<ConvParameters>
{
    public override string Name => "depthwise_s8_1x64_avx512";

    public override Isa Isa => Isa.Avx512;

    public override bool CanRun(ConvParameters parameters, Requantization requantization) =>
        requantization.RoundsIn32Bits && DepthwisePairs.Fits(parameters, DepthwiseQuartersAvx512.TileChannels);

    public override PreparedKernel Pack(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        new DepthwiseQuartersAvx512(parameters, filter, requantization);

    public override PreparedKernel Restore(ConvParameters parameters, ReadOnlySpan<PackedBlock> blocks) => new DepthwiseQuartersAvx512(parameters, blocks);
}
