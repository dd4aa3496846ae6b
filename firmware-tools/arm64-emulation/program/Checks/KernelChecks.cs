using EdgeVision.Arm64Program.Support;

namespace EdgeVision.Arm64Program.Checks;

/// <summary>Every NEON kernel of the production catalog against the scalar reference of its operation.</summary>
internal static class KernelChecks
{
    /// <summary>This CPU runs no kernel whose name has the filter in it.</summary>
    public const int NoneFound = -1;

    /// <summary>How many kernels failed, or <see cref="NoneFound"/>.</summary>
    public static int Run(ReadOnlySpan<byte> filter)
    {
        KernelTally[] pointwise = KernelTally.Of(KernelCatalog.Pointwise, filter), conv = KernelTally.Of(KernelCatalog.Conv, filter);
        KernelTally[] depthwise = KernelTally.Of(KernelCatalog.Depthwise, filter), sum = KernelTally.Of(KernelCatalog.Sum, filter);
        KernelTally[] average = KernelTally.Of(KernelCatalog.AveragePool, filter), max = KernelTally.Of(KernelCatalog.MaxPool, filter);
        KernelTally[] table = KernelTally.Of(KernelCatalog.Table, filter), bilinear = KernelTally.Of(KernelCatalog.ResizeBilinear, filter);
        KernelTally[] mean = KernelTally.Of(KernelCatalog.Mean, filter);
        KernelTally[] mul = KernelTally.Of(KernelCatalog.Mul, filter);
        KernelTally[] argMax = KernelTally.Of(KernelCatalog.ArgMax, filter);
        if (pointwise.Length > 0)
            new PointwiseChecks(pointwise).Run();
        if (conv.Length > 0)
            ConvChecks.RunConv(conv);
        if (depthwise.Length > 0)
            ConvChecks.RunDepthwise(depthwise);
        if (average.Length > 0)
            new PoolChecks(KernelCatalog.AveragePool, average).Run();
        if (max.Length > 0)
            new PoolChecks(KernelCatalog.MaxPool, max).Run();
        if (mean.Length > 0)
            new MeanChecks(mean).Run();
        if (sum.Length > 0)
            new SumChecks(sum).Run();
        if (mul.Length > 0)
            new MulChecks(mul).Run();
        if (table.Length > 0)
            new TableChecks(table).Run();
        if (bilinear.Length > 0)
            new BilinearChecks(bilinear).Run();
        if (argMax.Length > 0)
            new ArgMaxChecks(argMax).Run();
        return Report([pointwise, conv, depthwise, average, max, mean, sum, mul, table, bilinear, argMax]);
    }

    private static int Report(KernelTally[][] operations)
    {
        int failed = NoneFound;
        foreach (KernelTally[] tallies in operations)
        {
            foreach (KernelTally tally in tallies)
            {
                failed = Math.Max(failed, 0);
                if (!tally.Report())
                    failed++;
            }
        }

        return failed;
    }
}
