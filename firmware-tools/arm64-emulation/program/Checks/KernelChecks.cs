using EdgeVision.Arm64Program.Support;

namespace EdgeVision.Arm64Program.Checks;

/// <summary>Every NEON kernel of the production catalog against the scalar reference of its operation.</summary>
internal static class KernelChecks
{
    public static int Run(ReadOnlySpan<byte> filter)
    {
        KernelTally[] pointwise = KernelTally.Of(KernelCatalog.Pointwise, filter), conv = KernelTally.Of(KernelCatalog.Conv, filter);
        KernelTally[] depthwise = KernelTally.Of(KernelCatalog.Depthwise, filter), sum = KernelTally.Of(KernelCatalog.Sum, filter);
        KernelTally[] average = KernelTally.Of(KernelCatalog.AveragePool, filter), max = KernelTally.Of(KernelCatalog.MaxPool, filter);
        if (pointwise.Length > 0)
            new PointwiseChecks(pointwise).Run();
        if (conv.Length > 0)
            ConvChecks.RunConv(conv);
        if (depthwise.Length > 0)
            ConvChecks.RunDepthwise(depthwise);
        if (average.Length > 0)
            PoolChecks.Run(KernelCatalog.AveragePool, average);
        if (max.Length > 0)
            PoolChecks.Run(KernelCatalog.MaxPool, max);
        if (sum.Length > 0)
            new SumChecks(sum).Run();
        return Report(pointwise) + Report(conv) + Report(depthwise) + Report(average) + Report(max) + Report(sum);
    }

    private static int Report(KernelTally[] tallies)
    {
        int failed = 0;
        foreach (KernelTally tally in tallies)
        {
            if (!tally.Report())
                failed++;
        }

        return failed;
    }
}
