namespace EdgeVision.Kernels;

/// <summary>A matrix product by <see cref="NarrowProductAvx512"/>, for weights that mostly are small.</summary>
internal sealed class PointwiseNarrowAvx512 : LinearKernel<PointwiseParameters>
{
    public override string Name => "pointwise_s8_7x32_narrow_avx512";

    public override Isa Isa => Isa.Avx512;

    public override bool CanRun(PointwiseParameters parameters, Requantization requantization) =>
        parameters.OutputChannels > RequantizationAvx2.Tile && requantization.RoundsIn32Bits
        && NarrowWeights.Fits(PointwisePatches.LayoutOf(parameters), NarrowProductAvx512.TileChannels);

    public override bool Pays(PointwiseParameters parameters, ReadOnlySpan<sbyte> filter) =>
        NarrowWeights.Pay(parameters.InputChannels, parameters.FilterZeroPoint, filter, NarrowProductAvx512.TileChannels);

    public override PreparedKernel Pack(PointwiseParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        new NarrowPatches(parameters, new NarrowProductAvx512(parameters, filter, requantization));

    public override PreparedKernel Restore(PointwiseParameters parameters, ReadOnlySpan<PackedBlock> blocks) =>
        new NarrowPatches(parameters, new NarrowProductAvx512(parameters, blocks));
}
