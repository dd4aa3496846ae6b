using System.Reflection;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace EdgeVision.Benchmarks;

/// <summary>The command line: <c>--quick</c>, and what BenchmarkDotNet understands (<c>--filter '*Depthwise*'</c>).</summary>
public static class BenchmarkProgram
{
    /// <summary>Times the benchmarks of an assembly; 0 if all were right and could be timed.</summary>
    public static int Run(Assembly assembly, string[] args)
    {
        bool quick = args.Contains("--quick");
        string[] others = [.. args.Where(arg => arg != "--quick")];
        if (others.Length == 0)
            others = ["--filter", "*"];
        IConfig config = DefaultConfig.Instance
            .AddJob(quick ? Job(warmUps: 1, iterations: 3, milliseconds: 10) : Job(warmUps: 3, iterations: 10, milliseconds: 100))
            .AddColumn(new RateColumn())
            .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(80).WithTimeUnit(TimeUnit.Microsecond))
            .HideColumns(Column.Method, Column.Job, Column.Toolchain, Column.IterationCount, Column.IterationTime, Column.WarmupCount)
            .WithOptions(ConfigOptions.JoinSummary);
        Summary[] summaries = [.. BenchmarkSwitcher.FromAssembly(assembly).Run(others, config)];
        return summaries.Length > 0 && summaries.All(IsComplete) ? 0 : 1;
    }

    private static bool IsComplete(Summary summary) =>
        !summary.HasCriticalValidationErrors && summary.Reports.Length == summary.BenchmarksCases.Length
        && summary.Reports.All(report => report.Success && report.ResultStatistics is not null);

    /// <summary>In this process: building one for each benchmark would take longer than all of them.</summary>
    private static Job Job(int warmUps, int iterations, int milliseconds) => BenchmarkDotNet.Jobs.Job.Default
        .WithToolchain(InProcessEmitToolchain.Instance)
        .WithWarmupCount(warmUps)
        .WithIterationCount(iterations)
        .WithIterationTime(TimeInterval.FromMilliseconds(milliseconds));
}
