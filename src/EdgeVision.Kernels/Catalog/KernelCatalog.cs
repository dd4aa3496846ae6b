namespace EdgeVision.Kernels;

/// <summary>
/// Every kernel of the library. Each operation's list is ordered by preference and ends with its scalar reference, which can do
/// everything; the tests enumerate these same lists.
/// </summary>
internal static class KernelCatalog
{
    public static LinearKernel<PointwiseParameters>[] Pointwise { get; } =
        [
            new PointwiseNarrowAvx512(), new PointwiseAvx512(), new Pointwise16Avx512(), new PointwiseNarrowAvx2(), new PointwiseAvx2(),
            new PointwiseNeonDot(), new PointwiseNeon(), new PointwiseReference(),
        ];

    public static LinearKernel<ConvParameters>[] Conv { get; } =
        [new ConvAvx512(), new Conv16Avx512(), new ConvAvx2(), new ConvNeonDot(), new ConvNeon(), new ConvReference()];

    public static LinearKernel<ConvParameters>[] Depthwise { get; } =
        [
            new Depthwise64Avx512(), new Depthwise32Avx512(), new Depthwise16Avx2(), new DepthwiseAvx2(), new DepthwiseNeonDot(), new DepthwiseNeon(),
            new DepthwiseWideNeon(), new DepthwiseReference(),
        ];

    public static PoolKernel[] AveragePool { get; } = [new AveragePoolAvx2(), new AveragePoolNeon(), new AveragePoolReference()];

    public static PoolKernel[] MaxPool { get; } = [new MaxPoolAvx2(), new MaxPoolNeon(), new MaxPoolReference()];

    public static SumKernel[] Sum { get; } = [new SumAvx512(), new SumAvx2(), new SumNeon(), new SumReference()];

    public static Kernel[] All { get; } = [.. Pointwise, .. Conv, .. Depthwise, .. AveragePool, .. MaxPool, .. Sum];

    public static LinearKernel<TParameters> Select<TParameters>(
        LinearKernel<TParameters>[] kernels,
        TParameters parameters,
        ReadOnlySpan<sbyte> filter,
        Requantization requantization,
        IsaPolicy isa)
        where TParameters : LinearParameters
    {
        foreach (LinearKernel<TParameters> kernel in kernels)
        {
            if (isa.Allows(kernel.Isa) && kernel.CanRun(parameters, requantization)
                && kernel.Pays(parameters, filter))
            {
                return kernel;
            }
        }

        return kernels[^1];
    }

    public static PoolKernel Select(PoolKernel[] kernels, PoolParameters parameters, IsaPolicy isa)
    {
        foreach (PoolKernel kernel in kernels)
        {
            if (isa.Allows(kernel.Isa) && kernel.CanRun(parameters))
                return kernel;
        }

        return kernels[^1];
    }
}
