namespace EdgeVision.Kernels;

/// <summary>A matrix product by <see cref="PatchProduct16Avx512"/>; the catalog leaves it those of at most 16 channels.</summary>
internal sealed class Pointwise16Avx512 : LinearKernel<PointwiseParameters>
{
    public override string Name => "pointwise_s8_8x16_avx512";

    public override Isa Isa => Isa.Avx512;

    public override bool CanRun(PointwiseParameters parameters, Requantization requantization) =>
        requantization.RoundsIn32Bits && PatchProduct.Fits(PointwisePatches.LayoutOf(parameters), PatchProduct16Avx512.TileChannels);

    /// <summary>A tile of patches would be mostly empty.</summary>
    public override bool Pays(PointwiseParameters parameters, ReadOnlySpan<sbyte> filter) => parameters.Pixels > 2;

    public override PreparedKernel Pack(PointwiseParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        new PointwisePatches(
            parameters,
            new PatchProduct16Avx512(PointwisePatches.LayoutOf(parameters), parameters.FilterZeroPoint, filter, requantization));

    public override PreparedKernel Restore(PointwiseParameters parameters, ReadOnlySpan<PackedBlock> blocks) =>
        new PointwisePatches(parameters, new PatchProduct16Avx512(PointwisePatches.LayoutOf(parameters), parameters, blocks));
}
