namespace EdgeVision.Kernels;

/// <summary>Depthwise convolution of at least 16 channels, or of pixels that share 16 lanes, by <see cref="DepthwisePairsAvx2"/>.</summary>
internal sealed class Depthwise16Avx2 : LinearKernel<ConvParameters>
{
    public override string Name => "depthwise_s8_1x16_avx2";

    public override Isa Isa => Isa.Avx2;

    public override bool CanRun(ConvParameters parameters, Requantization requantization) =>
        requantization.RoundsIn32Bits && DepthwisePairs.Fits(parameters, DepthwisePairsAvx2.TileChannels);

    public override PreparedKernel Pack(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        new DepthwisePairsAvx2(parameters, filter, requantization);

    public override PreparedKernel Restore(ConvParameters parameters, ReadOnlySpan<PackedBlock> blocks) => new DepthwisePairsAvx2(parameters, blocks);
}
