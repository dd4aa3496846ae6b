namespace EdgeVision.Kernels;

/// <summary>A matrix product by <see cref="PatchProductAvx2"/>.</summary>
internal sealed class PointwiseAvx2 : LinearKernel<PointwiseParameters>
{
    public override string Name => "pointwise_s8_6x16_avx2";

    public override Isa Isa => Isa.Avx2;

    public override bool CanRun(PointwiseParameters parameters, Requantization requantization) =>
        requantization.RoundsIn32Bits && PatchProduct.Fits(PointwisePatches.LayoutOf(parameters), PatchProductAvx2.TileChannels);

    public override PreparedKernel Pack(PointwiseParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        new PointwisePatches(
            parameters,
            new PatchProductAvx2(PointwisePatches.LayoutOf(parameters), parameters.FilterZeroPoint, filter, requantization));

    public override PreparedKernel Restore(PointwiseParameters parameters, ReadOnlySpan<PackedBlock> blocks) =>
        new PointwisePatches(parameters, new PatchProductAvx2(PointwisePatches.LayoutOf(parameters), parameters, blocks));
}
