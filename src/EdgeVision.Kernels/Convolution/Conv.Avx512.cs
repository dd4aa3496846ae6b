namespace EdgeVision.Kernels;

/// <summary>A convolution by <see cref="PatchProductAvx512"/>, where it has more channels than a tile of AVX2.</summary>
internal sealed class ConvAvx512 : LinearKernel<ConvParameters>
{
    public override string Name => "conv_s8_7x32_avx512";

    public override Isa Isa => Isa.Avx512;

    public override bool CanRun(ConvParameters parameters, Requantization requantization) =>
        parameters.Output.Channels > RequantizationAvx2.Tile && requantization.RoundsIn32Bits
        && PatchProduct.Fits(PatchConvolution.LayoutOf(parameters), PatchProductAvx512.TileChannels);

    public override PreparedKernel Pack(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        PatchConvolution.Of(
            parameters,
            new PatchProductAvx512(PatchConvolution.LayoutOf(parameters), parameters.FilterZeroPoint, filter, requantization));

    public override PreparedKernel Restore(ConvParameters parameters, ReadOnlySpan<PackedBlock> blocks) =>
        PatchConvolution.Of(parameters, new PatchProductAvx512(PatchConvolution.LayoutOf(parameters), parameters, blocks));
}
