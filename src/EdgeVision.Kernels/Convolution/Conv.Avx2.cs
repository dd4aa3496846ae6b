namespace EdgeVision.Kernels;

/// <summary>A convolution by <see cref="PatchProductAvx2"/>, of pairs of pixels where these fill a tile better.</summary>
internal sealed class ConvAvx2 : LinearKernel<ConvParameters>
{
    public override string Name => "conv_s8_6x16_avx2";

    public override Isa Isa => Isa.Avx2;

    public override bool CanRun(ConvParameters parameters, Requantization requantization) =>
        requantization.RoundsIn32Bits && PatchProduct.Fits(ConvPatches.LayoutOf(parameters), PatchProductAvx2.TileChannels);

    public override PreparedKernel Pack(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization)
    {
        if (!PixelPairs.Suit(parameters, PatchProductAvx2.TileChannels))
            return Patches(parameters, filter, requantization);
        ConvParameters joined = PixelPairs.Join(parameters);
        sbyte[] joinedFilter = PixelPairs.JoinFilter(parameters, filter);
        int[] bias = [.. requantization.Bias, .. requantization.Bias];
        return Patches(joined, joinedFilter, Requantization.Prepare(joined, ConvPatches.LayoutOf(joined), joinedFilter, bias));
    }

    private static ConvPatches Patches(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        new(parameters, new PatchProductAvx2(ConvPatches.LayoutOf(parameters), parameters.FilterZeroPoint, filter, requantization));
}
