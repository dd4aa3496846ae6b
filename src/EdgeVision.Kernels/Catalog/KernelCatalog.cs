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
            new DepthwiseSliding64Avx512(), new Depthwise64Avx512(), new Depthwise32Avx512(), new Depthwise16Avx2(), new DepthwiseAvx2(), new DepthwiseNeonDot(), new DepthwiseNeon(),
            new DepthwiseReference(),
        ];

    public static PoolKernel[] AveragePool { get; } =
        [new AveragePoolAvx512(), new AveragePool16Avx2(), new AveragePoolAvx2(), new AveragePoolNeon(), new AveragePoolReference()];

    public static PoolKernel[] MaxPool { get; } = [new MaxPoolAvx512(), new MaxPoolAvx2(), new MaxPoolNeon(), new MaxPoolReference()];

    public static MeanKernel[] Mean { get; } = [new MeanAvx512(), new MeanAvx2(), new MeanNeon(), new MeanReference()];

    public static BinaryKernel<ScaledSum>[] Sum { get; } = [new SumAvx512(), new SumAvx2(), new SumNeon(), new SumReference()];

    public static BinaryKernel<ScaledProduct>[] Mul { get; } = [new MulAvx512(), new MulAvx2(), new MulNeon(), new MulReference()];

    public static TableKernel[] Table { get; } = [new TableAvx512(), new TableAvx2(), new TableNeon(), new TableReference()];

    public static BilinearKernel[] ResizeBilinear { get; } =
        [new ResizeBilinearAvx512(), new ResizeBilinearAvx2(), new ResizeBilinearNeon(), new ResizeBilinearReference()];

    public static ArgMaxKernel[] ArgMax { get; } = [new ArgMaxAvx2(), new ArgMaxNeon(), new ArgMaxReference()];

    public static Kernel[] All => [.. Pointwise, .. Conv, .. Depthwise, .. AveragePool, .. MaxPool, .. Mean, .. Sum, .. Mul, .. Table, .. ResizeBilinear, .. ArgMax];

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

    /// <summary>The kernel of this name, to be restored.</summary>
    /// <param name="kernels">An operation's.</param>
    /// <param name="name">In ASCII, as a file has it.</param>
    /// <param name="isa">The instruction sets that may be used.</param>
    /// <exception cref="KernelException">There is none, or it may not be used.</exception>
    public static LinearKernel<TParameters> Find<TParameters>(LinearKernel<TParameters>[] kernels, ReadOnlySpan<byte> name, IsaPolicy isa)
        where TParameters : LinearParameters
    {
        foreach (LinearKernel<TParameters> kernel in kernels)
        {
            if (isa.Allows(kernel.Isa) && IsNamed(kernel, name))
                return kernel;
        }

        throw Unknown(name);
    }

    private static bool IsNamed(Kernel kernel, ReadOnlySpan<byte> name)
    {
        string own = kernel.Name;
        bool same = own.Length == name.Length;
        for (int i = 0; same && i < name.Length; i++)
            same = own[i] == name[i];
        return same;
    }

    private static KernelException Unknown(ReadOnlySpan<byte> name)
    {
        var text = new char[name.Length];
        for (int i = 0; i < text.Length; i++)
            text[i] = name[i] is > 32 and < 127 ? (char)name[i] : '?';
        return new KernelException($"kernel '{new string(text)}' is not known here, or not for the plan's instruction set");
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
