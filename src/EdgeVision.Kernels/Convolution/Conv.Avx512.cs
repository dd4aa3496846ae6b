namespace EdgeVision.Kernels;

/// <summary>Any convolution by <see cref="PatchProductAvx512"/>.</summary>
internal sealed class ConvAvx512 : LinearKernel<ConvParameters>
{
    public override string Name => "conv_s8_7x32_avx512";

    public override Isa Isa => Isa.Avx512;

    public override bool CanRun(ConvParameters parameters, Requantization requantization) =>
        requantization.HasSpareBit && PatchProduct.Fits(ConvPatches.LayoutOf(parameters), PatchProductAvx512.TileChannels);

    public override PreparedKernel Pack(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        new ConvPatches(
            parameters,
            new PatchProductAvx512(ConvPatches.LayoutOf(parameters), parameters.FilterZeroPoint, filter, requantization));
}
