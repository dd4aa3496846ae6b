namespace EdgeVision.Kernels;

/// <summary>Depthwise convolution of at least 32 channels, or of pixels that share 32 lanes, by <see cref="DepthwisePairsAvx512"/>.</summary>
internal sealed class Depthwise32Avx512 : LinearKernel<ConvParameters>
{
    public override string Name => "depthwise_s8_1x32_avx512";

    public override Isa Isa => Isa.Avx512;

    public override bool CanRun(ConvParameters parameters, Requantization requantization) =>
        requantization.RoundsIn32Bits && DepthwisePairs.Fits(parameters, DepthwisePairsAvx512.TileChannels);

    public override PreparedKernel Pack(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        new DepthwisePairsAvx512(parameters, filter, requantization);

    public override PreparedKernel Restore(ConvParameters parameters, ReadOnlySpan<PackedBlock> blocks) => new DepthwisePairsAvx512(parameters, blocks);
}
