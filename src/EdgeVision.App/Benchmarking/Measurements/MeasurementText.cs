using EdgeVision.App.Output;

namespace EdgeVision.App.Benchmarking.Measurements;

/// <summary>What <c>bench --report</c> and <c>--check-report</c> print.</summary>
internal static class MeasurementText
{
    public static void PrintMinute(TextWriter output, MinuteTimes minute, MachineState state) => Line(output,
        $"minute {minute.Minute,2}: {minute.Seconds} s, {minute.Runs} runs, min {minute.MinMs:F3} ms, median {minute.MedianMs:F3} ms, 90th percentile {minute.P90Ms:F3} ms; {Of(state.Celsius, "F1")} °C, {Of(state.FastestKhz() / 1000.0, "F0")} MHz");

    public static void Print(TextWriter output, MeasurementReport report)
    {
        Measurement measured = report.Measurement;
        MinuteTimes last = measured.Minutes[^1];
        Line(output, $"{measured.Board.Model ?? "unknown board"}, {measured.Cpu.Name ?? "unknown processor"}, ISA {measured.Cpu.Isa}, {ThreadsText.Of(measured.Threads)}, {measured.MeasuredAt}");
        Line(output, $"{measured.Model.File}: median {measured.Minutes[0].MedianMs:F3} ms in minute 1, {last.MedianMs:F3} ms in minute {last.Minute}; up to {Of(measured.During.MaxCelsius, "F1")} °C");
        if (report.Unknown.Count > 0)
            Line(output, $"not told by this machine: {string.Join(", ", report.Unknown)}");
        output.WriteLine(report.Verdict.Valid ? "valid" : "NOT VALID as a measurement of a board:");
        foreach (string reason in report.Verdict.Reasons)
            output.WriteLine($"  - {reason}");
    }

    private static string Of(double? value, string format) =>
        value?.ToString(format, System.Globalization.CultureInfo.InvariantCulture) ?? "?";

    private static void Line(TextWriter output, FormattableString text) => output.WriteLine(FormattableString.Invariant(text));
}
