namespace EdgeVision.Kernels;

/// <summary>The same for weights that <see cref="DepthwiseNeon"/> cannot sum in 16 bits, by <see cref="DepthwiseSinglesNeon"/>.</summary>
internal sealed class DepthwiseWideNeon : LinearKernel<ConvParameters>
{
    public override string Name => "depthwise_s8_1x16_wide_neon";

    public override Isa Isa => Isa.Neon;

    public override bool CanRun(ConvParameters parameters, Requantization requantization) =>
        DepthwiseRows.Fits(parameters, DepthwiseNeon.Lanes);

    public override PreparedKernel Pack(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        new DepthwiseSinglesNeon(parameters, filter, requantization);

    public override PreparedKernel Restore(ConvParameters parameters, ReadOnlySpan<PackedBlock> blocks) =>
        new DepthwiseSinglesNeon(DepthwiseRows.Checked(parameters, DepthwiseNeon.Lanes), blocks);
}
