using System.Globalization;
using EdgeVision.App.Output;

namespace EdgeVision.App.Benchmarking.Measurements;

/// <summary>What <c>bench --report</c> and <c>--check-report</c> print.</summary>
internal static class MeasurementText
{
    private const int SecondsPerMinute = 60;

    public static void PrintMinute(TextWriter output, MinuteTimes minute, MachineState state) => Line(output,
        $"{PeriodOf(minute),-15} {minute.Runs} runs, min {minute.MinMs:F3} ms, median {minute.MedianMs:F3} ms, 90th percentile {minute.P90Ms:F3} ms{IfKnown($"; {state.Celsius:F1} °C")}{IfKnown($"; {state.FastestKhz() / 1000.0:F0} MHz")}");

    public static void Print(TextWriter output, MeasurementReport report)
    {
        Measurement measured = report.Measurement;
        string medians = string.Join(", ", new[] { measured.Minutes[0], measured.Minutes[^1] }.Distinct().Select(MedianOf));
        Line(output, $"{measured.Board.Model ?? "unknown board"}, {measured.Cpu.Name ?? "unknown processor"}, ISA {measured.Cpu.Isa}, {ThreadsText.Of(measured.Threads)}, {measured.MeasuredAt}");
        Line(output, $"{measured.Model.File}: {medians}{IfKnown($"; up to {measured.During.MaxCelsius:F1} °C")}");
        if (report.Unknown.Count > 0)
            Line(output, $"not told by this machine: {string.Join(", ", report.Unknown)}");
        output.WriteLine(report.Verdict.Valid ? "valid" : "NOT VALID as a measurement of a board:");
        foreach (string reason in report.Verdict.Reasons)
            output.WriteLine($"  - {reason}");
    }

    private static string MedianOf(MinuteTimes minute) => FormattableString.Invariant($"median {minute.MedianMs:F3} ms from {PeriodOf(minute)}");

    /// <summary>The last may be shorter than a minute, so none is called one.</summary>
    private static string PeriodOf(MinuteTimes minute)
    {
        long start = (minute.Minute - 1L) * SecondsPerMinute;
        return $"{Clock(start)} to {Clock(start + minute.Seconds)}";
    }

    private static string Clock(long seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds / SecondsPerMinute}:{seconds % SecondsPerMinute:00}");

    /// <summary>Nothing for a value that the machine does not tell; the report lists these by their names.</summary>
    private static string IfKnown(FormattableString text) => text.GetArgument(0) is null ? "" : FormattableString.Invariant(text);

    private static void Line(TextWriter output, FormattableString text) => output.WriteLine(FormattableString.Invariant(text));
}
