namespace EdgeVision.Kernels;

/// <summary>A convolution by <see cref="PatchProductAvx2"/>, of pairs of pixels where these fill a tile better.</summary>
internal sealed class ConvAvx2 : LinearKernel<ConvParameters>
{
    public override string Name => "conv_s8_6x16_avx2";

    public override Isa Isa => Isa.Avx2;

    public override bool CanRun(ConvParameters parameters, Requantization requantization) =>
        requantization.RoundsIn32Bits
        && PatchProduct.Fits(PatchConvolution.LayoutOf(parameters), PatchProductAvx2.TileChannels);

    public override PreparedKernel Pack(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        PixelPairs.Patches(parameters, filter, requantization, PatchProductAvx2.TileChannels, (layout, zeroPoint, weights, numbers) =>
            new PatchProductAvx2(layout, zeroPoint, weights, numbers));

    public override PreparedKernel Restore(ConvParameters parameters, ReadOnlySpan<PackedBlock> blocks)
    {
        ConvParameters computed = PixelPairs.Suited(parameters, PatchProductAvx2.TileChannels);
        return PatchConvolution.Of(computed, new PatchProductAvx2(PatchConvolution.LayoutOf(computed), computed, blocks));
    }
}
