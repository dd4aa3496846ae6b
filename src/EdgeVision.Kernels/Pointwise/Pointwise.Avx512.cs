namespace EdgeVision.Kernels;

/// <summary>A matrix product by <see cref="PatchProductAvx512"/>, where it has more channels than a tile of AVX2.</summary>
internal sealed class PointwiseAvx512 : LinearKernel<PointwiseParameters>
{
    public override string Name => "pointwise_s8_7x32_avx512";

    public override Isa Isa => Isa.Avx512;

    public override bool CanRun(PointwiseParameters parameters, Requantization requantization) =>
        parameters.OutputChannels > RequantizationAvx2.Tile && requantization.RoundsIn32Bits
        && PatchProduct.Fits(PointwisePatches.LayoutOf(parameters), PatchProductAvx512.TileChannels);

    public override PreparedKernel Pack(PointwiseParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        new PointwisePatches(
            parameters,
            new PatchProductAvx512(PointwisePatches.LayoutOf(parameters), parameters.FilterZeroPoint, filter, requantization));

    public override PreparedKernel Restore(PointwiseParameters parameters, ReadOnlySpan<PackedBlock> blocks) =>
        new PointwisePatches(parameters, new PatchProductAvx512(PointwisePatches.LayoutOf(parameters), parameters, blocks));
}
