namespace EdgeVision.Kernels;

/// <summary>A convolution by <see cref="GroupProductNeon"/>.</summary>
internal sealed class ConvNeon : LinearKernel<ConvParameters>
{
    public override string Name => "conv_s8_4x4_neon";

    public override Isa Isa => Isa.Neon;

    public override bool CanRun(ConvParameters parameters, Requantization requantization) =>
        GroupProduct.Fits(ConvPatches.LayoutOf(parameters));

    public override PreparedKernel Pack(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        new GroupedWindows(parameters, new GroupProductNeon(ConvPatches.LayoutOf(parameters), parameters, filter, requantization));

    public override PreparedKernel Restore(ConvParameters parameters, ReadOnlySpan<PackedBlock> blocks) =>
        new GroupedWindows(parameters, new GroupProductNeon(GroupProduct.Checked(ConvPatches.LayoutOf(parameters)), parameters, blocks));
}
