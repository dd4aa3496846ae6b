namespace EdgeVision.App.Benchmarking;

/// <summary>What times of the same work have in common, in milliseconds.</summary>
internal sealed record TimeSummary(int Runs, double MinMs, double MedianMs, double P95Ms)
{
    /// <summary>Sums up at least one time.</summary>
    public static TimeSummary Of(IEnumerable<double> milliseconds)
    {
        double[] times = [.. milliseconds.Order()];
        return new TimeSummary(times.Length, times[0], Median(times), Percentile(times, 95));
    }

    /// <summary>The middle of at least one time; they are in ascending order.</summary>
    public static double Median(IReadOnlyList<double> ascending) =>
        (ascending[(ascending.Count - 1) / 2] + ascending[ascending.Count / 2]) / 2;

    /// <summary>The least of at least one time, in ascending order, that so many of a hundred do not exceed.</summary>
    public static double Percentile(IReadOnlyList<double> ascending, int percent) =>
        ascending[(int)((((long)ascending.Count * percent) + 99) / 100) - 1];
}
