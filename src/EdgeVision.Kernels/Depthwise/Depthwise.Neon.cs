namespace EdgeVision.Kernels;

/// <summary>Depthwise convolution of at least 16 channels, or of pixels that share 16 lanes, by <see cref="DepthwiseRowsNeon"/>.</summary>
internal sealed class DepthwiseNeon : LinearKernel<ConvParameters>
{
    public override string Name => "depthwise_s8_1x16_neon";

    public override Isa Isa => Isa.Neon;

    public override bool CanRun(ConvParameters parameters, Requantization requantization) =>
        requantization.LargestTapMajorWeight <= sbyte.MaxValue && DepthwiseRows.Fits(parameters, DepthwiseRowsNeon.Lanes);

    public override PreparedKernel Pack(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        new DepthwiseRowsNeon(parameters, filter, requantization);

    public override PreparedKernel Restore(ConvParameters parameters, ReadOnlySpan<PackedBlock> blocks) => DepthwiseRows.Fits(parameters, DepthwiseRowsNeon.Lanes)
        ? new DepthwiseRowsNeon(parameters, blocks)
        : throw new KernelException($"kernel {Name} cannot do this convolution");
}
