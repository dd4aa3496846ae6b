namespace EdgeVision.Kernels;

/// <summary>A matrix product by <see cref="GroupProductNeon"/>.</summary>
internal sealed class PointwiseNeon : LinearKernel<PointwiseParameters>
{
    public override string Name => "pointwise_s8_4x4_neon";

    public override Isa Isa => Isa.Neon;

    public override bool CanRun(PointwiseParameters parameters, Requantization requantization) =>
        GroupProduct.Fits(PointwisePatches.LayoutOf(parameters));

    public override PreparedKernel Pack(PointwiseParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        new GroupedPixels(parameters, new GroupProductNeon(PointwisePatches.LayoutOf(parameters), parameters, filter, requantization));

    public override PreparedKernel Restore(PointwiseParameters parameters, ReadOnlySpan<PackedBlock> blocks) =>
        new GroupedPixels(parameters, new GroupProductNeon(GroupProduct.Checked(PointwisePatches.LayoutOf(parameters)), parameters, blocks));
}
