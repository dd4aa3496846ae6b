namespace EdgeVision.App.Benchmarking;

/// <summary>What times of the same work have in common, in milliseconds.</summary>
internal sealed record TimeSummary(int Runs, double MinMs, double MedianMs, double P95Ms)
{
    /// <summary>Sums up at least one time.</summary>
    public static TimeSummary Of(IEnumerable<double> milliseconds)
    {
        double[] times = [.. milliseconds.Order()];
        return new TimeSummary(
            times.Length,
            times[0],
            (times[(times.Length - 1) / 2] + times[times.Length / 2]) / 2,
            times[(int)Math.Ceiling(0.95 * times.Length) - 1]);
    }
}
