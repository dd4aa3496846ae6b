namespace EdgeVision.Kernels;

/// <summary>A convolution by <see cref="GroupProductNeonDot"/>.</summary>
internal sealed class ConvNeonDot : LinearKernel<ConvParameters>
{
    public override string Name => "conv_s8_4x16_neondot";

    public override Isa Isa => Isa.NeonDot;

    public override bool CanRun(ConvParameters parameters, Requantization requantization) =>
        GroupProduct.Fits(ConvPatches.LayoutOf(parameters));

    public override PreparedKernel Pack(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        new GroupedWindows(parameters, new GroupProductNeonDot(ConvPatches.LayoutOf(parameters), parameters, filter, requantization));

    public override PreparedKernel Restore(ConvParameters parameters, ReadOnlySpan<PackedBlock> blocks) =>
        new GroupedWindows(parameters, new GroupProductNeonDot(GroupProduct.Checked(ConvPatches.LayoutOf(parameters)), parameters, blocks));
}
