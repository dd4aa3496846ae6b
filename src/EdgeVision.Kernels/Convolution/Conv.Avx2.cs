namespace EdgeVision.Kernels;

/// <summary>Any convolution by <see cref="PatchProductAvx2"/>.</summary>
internal sealed class ConvAvx2 : LinearKernel<ConvParameters>
{
    public override string Name => "conv_s8_6x16_avx2";

    public override Isa Isa => Isa.Avx2;

    public override bool CanRun(ConvParameters parameters, Requantization requantization) =>
        requantization.RoundsIn32Bits && PatchProduct.Fits(ConvPatches.LayoutOf(parameters), PatchProductAvx2.TileChannels);

    public override PreparedKernel Pack(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        new ConvPatches(
            parameters,
            new PatchProductAvx2(ConvPatches.LayoutOf(parameters), parameters.FilterZeroPoint, filter, requantization));
}
