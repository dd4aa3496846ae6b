namespace EdgeVision.Kernels;

/// <summary>Depthwise convolution with 3×3 windows of stride 1 across a row, by <see cref="DepthwiseColumnsNeonDot"/>.</summary>
internal sealed class DepthwiseNeonDot : LinearKernel<ConvParameters>
{
    /// <summary>Channels computed at once.</summary>
    public const int Lanes = 8;

    public override string Name => "depthwise_s8_1x8_neondot";

    public override Isa Isa => Isa.NeonDot;

    public override bool CanRun(ConvParameters parameters, Requantization requantization) =>
        Fits(parameters) && new RequantizationTableNeon(requantization).IsPlain;

    public override PreparedKernel Pack(ConvParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization) =>
        new DepthwiseColumnsNeonDot(parameters, filter, requantization);

    public override PreparedKernel Restore(ConvParameters parameters, ReadOnlySpan<PackedBlock> blocks) => Fits(parameters)
        ? new DepthwiseColumnsNeonDot(parameters, blocks)
        : throw new KernelException($"kernel {Name} cannot do this convolution");

    private static bool Fits(ConvParameters parameters) =>
        parameters.Window is { KernelHeight: 3, KernelWidth: 3, StrideWidth: 1, DilationWidth: 1 }
        && parameters.Output.Channels >= Lanes && DepthwiseRows.Fits(parameters, Lanes);
}
