using System.Globalization;
using EdgeVision.App.Output;

namespace EdgeVision.App.Benchmarking;

/// <summary>What <c>bench</c> prints for people.</summary>
internal static class BenchText
{
    public static void Print(TextWriter output, BenchReport report)
    {
        Line(output,
            $"{report.Model}: ISA {report.Isa}, {ThreadsText.Of(report.Threads)}, {report.Runs} runs; output equals the scalar reference ({report.OutputSha256[..16]}...)");
        Line(output,
            $"min {report.MinMs:F3} ms, median {report.MedianMs:F3} ms, 95th percentile {report.P95Ms:F3} ms; {report.Macs / 1e6:F1} M MACs, {report.GmacsPerSecond:F2} GMAC/s");
        if (report.Limit is { } limit)
            Line(output, $"limit of one core {limit.GmacsPerSecond:F1} GMAC/s ({limit.Instruction} in registers, exact), used {report.GmacsPerSecond / limit.GmacsPerSecond:P1}");
        Line(output, $"arena {report.ArenaBytes:N0} bytes, packed weights {report.PackedBytes:N0} bytes");
        if (report.Parts is not null)
            PrintParts(output, report.Parts);
        if (report.PerOp is not null)
            PrintSteps(output, report.PerOp);
    }

    private static void PrintParts(TextWriter output, IReadOnlyList<TimeSummary> parts)
    {
        output.WriteLine();
        var table = new TextTable("part", "runs", "min ms", "median ms", "p95 ms", "median/first");
        for (int i = 0; i < parts.Count; i++)
        {
            TimeSummary part = parts[i];
            table.Add($"{i + 1}", $"{part.Runs}", Number(part.MinMs, "F3"), Number(part.MedianMs, "F3"), Number(part.P95Ms, "F3"),
                Number(part.MedianMs / parts[0].MedianMs, "F3"));
        }

        table.Print(output);
    }

    private static void PrintSteps(TextWriter output, IReadOnlyList<BenchStep> steps)
    {
        output.WriteLine();
        double total = steps.Sum(step => step.MinMs);
        var table = new TextTable("step", "operator", "min ms", "% of time", "M MACs", "GMAC/s", "% of limit", "kernel");
        foreach (BenchStep step in steps)
        {
            bool multiplies = step.Macs > 0;
            table.Add($"{step.Index}", step.Operator, Number(step.MinMs, "F3"), Number(step.MinMs / total * 100, "F1"),
                multiplies ? Number(step.Macs / 1e6, "F2") : "-",
                multiplies ? Number(step.GmacsPerSecond, "F1") : "-",
                multiplies && step.LimitShare is { } share ? Number(share * 100, "F1") : "-",
                step.Kernel);
        }

        table.Print(output);
    }

    private static void Line(TextWriter output, FormattableString text) => output.WriteLine(FormattableString.Invariant(text));

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
