namespace EdgeVision.Kernels;

/// <summary>A matrix product by <see cref="GroupProductNeonDot"/>.</summary>
internal sealed class PointwiseNeonDot : LinearKernel<PointwiseParameters>
{
    public override string Name => "pointwise_s8_4x16_neondot";

    public override Isa Isa => Isa.NeonDot;

    public override bool CanRun(PointwiseParameters parameters, Requantization requantization) =>
        GroupProduct.Fits(PointwisePatches.LayoutOf(parameters));

    public override PreparedKernel Pack(PointwiseParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        new GroupedPixels(parameters, new GroupProductNeonDot(PointwisePatches.LayoutOf(parameters), parameters, filter, requantization));

    public override PreparedKernel Restore(PointwiseParameters parameters, ReadOnlySpan<PackedBlock> blocks) =>
        new GroupedPixels(parameters, new GroupProductNeonDot(GroupProduct.Checked(PointwisePatches.LayoutOf(parameters)), parameters, blocks));
}
