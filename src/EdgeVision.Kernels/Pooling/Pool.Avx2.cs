namespace EdgeVision.Kernels;

/// <summary>Averages of windows small enough for exact division in float32.</summary>
internal sealed class AveragePoolAvx2 : PoolKernel
{
    public override string Name => "averagepool_s8_1x8_avx2";

    public override Isa Isa => Isa.Avx2;

    public override bool CanRun(PoolParameters parameters) =>
        parameters.Input.Channels >= PoolRowsAvx2<SignedAverageAvx2>.Lanes
        && parameters.Window.KernelHeight * parameters.Window.KernelWidth <= ExactDivisionAvx2.MaxPixels;

    public override PreparedKernel Prepare(PoolParameters parameters) => parameters.Rounding == PoolRounding.HalfAwayFromZero
        ? new PoolRowsAvx2<SignedAverageAvx2>(parameters)
        : new PoolRowsAvx2<UnsignedAverageAvx2>(parameters);
}

/// <summary>Maxima of any window.</summary>
internal sealed class MaxPoolAvx2 : PoolKernel
{
    public override string Name => "maxpool_s8_1x8_avx2";

    public override Isa Isa => Isa.Avx2;

    public override bool CanRun(PoolParameters parameters) => parameters.Input.Channels >= PoolRowsAvx2<MaximumAvx2>.Lanes;

    public override PreparedKernel Prepare(PoolParameters parameters) => new PoolRowsAvx2<MaximumAvx2>(parameters);
}
