namespace EdgeVision.Kernels;

/// <summary>A matrix product by <see cref="NarrowProductAvx2"/>, for weights that mostly are small.</summary>
internal sealed class PointwiseNarrowAvx2 : LinearKernel<PointwiseParameters>
{
    public override string Name => "pointwise_s8_4x16_narrow_avx2";

    public override Isa Isa => Isa.Avx2;

    public override bool CanRun(PointwiseParameters parameters, Requantization requantization) =>
        requantization.RoundsIn32Bits && NarrowWeights.Fits(PointwisePatches.LayoutOf(parameters), NarrowProductAvx2.TileChannels);

    public override bool Pays(PointwiseParameters parameters, ReadOnlySpan<sbyte> filter) =>
        NarrowWeights.Pay(parameters.InputChannels, parameters.FilterZeroPoint, filter, NarrowProductAvx2.TileChannels);

    public override PreparedKernel Pack(PointwiseParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        new NarrowPatches(parameters, new NarrowProductAvx2(parameters, filter, requantization));

    public override PreparedKernel Restore(PointwiseParameters parameters, ReadOnlySpan<PackedBlock> blocks) =>
        new NarrowPatches(parameters, new NarrowProductAvx2(parameters, blocks));
}
