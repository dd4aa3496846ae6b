namespace EdgeVision.Kernels;

/// <summary>Depthwise convolution of at least 16 channels, or of pixels that share 16 lanes, by <see cref="DepthwisePairsNeon"/>.</summary>
internal sealed class DepthwiseNeon : LinearKernel<ConvParameters>
{
    /// <summary>Channels computed at once.</summary>
    public const int Lanes = RequantizationTableNeon.PanelChannels;

    public override string Name => "depthwise_s8_1x16_neon";

    public override Isa Isa => Isa.Neon;

    public override bool CanRun(ConvParameters parameters, Requantization requantization) =>
        DepthwiseRows.Fits(parameters, Lanes);

    public override PreparedKernel Pack(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        new DepthwisePairsNeon(parameters, filter, requantization);

    public override PreparedKernel Restore(ConvParameters parameters, ReadOnlySpan<PackedBlock> blocks) =>
        new DepthwisePairsNeon(DepthwiseRows.Checked(parameters, Lanes), blocks);
}
