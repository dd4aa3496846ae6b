using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace EdgeVision.Benchmarks;

/// <summary>10^9 multiply-accumulates per second; empty for what has none.</summary>
internal sealed class RateColumn : IColumn
{
    public string Id => nameof(RateColumn);

    public string ColumnName => "GMAC/s";

    public string Legend => "10^9 multiply-accumulates per second";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        var kernel = (BoundKernel)benchmarkCase.Parameters[nameof(KernelBenchmark.Kernel)];
        double? nanoseconds = summary[benchmarkCase]?.ResultStatistics?.Mean;
        return kernel.Macs == 0 || nanoseconds is null ? "" : (kernel.Macs / nanoseconds.Value).ToString("F1", CultureInfo.InvariantCulture);
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);
}
