namespace EdgeVision.Kernels;

/// <summary>
/// A convolution by <see cref="PatchProduct16Avx512"/>, of pairs of pixels where these fill a tile better; the catalog leaves it those of at
/// most 16 channels.
/// </summary>
internal sealed class Conv16Avx512 : LinearKernel<ConvParameters>
{
    public override string Name => "conv_s8_8x16_avx512";

    public override Isa Isa => Isa.Avx512;

    public override bool CanRun(ConvParameters parameters, Requantization requantization) =>
        requantization.RoundsIn32Bits && PatchProduct.Fits(PatchConvolution.LayoutOf(parameters), PatchProduct16Avx512.TileChannels);

    public override PreparedKernel Pack(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        PixelPairs.Patches(parameters, filter, requantization, PatchProduct16Avx512.TileChannels, (layout, zeroPoint, weights, numbers) =>
            new PatchProduct16Avx512(layout, zeroPoint, weights, numbers));

    public override PreparedKernel Restore(ConvParameters parameters, ReadOnlySpan<PackedBlock> blocks)
    {
        ConvParameters computed = PixelPairs.Suited(parameters, PatchProduct16Avx512.TileChannels);
        return PatchConvolution.Of(computed, new PatchProduct16Avx512(PatchConvolution.LayoutOf(computed), computed, blocks));
    }
}
