using System.Diagnostics;

namespace EdgeVision.Runtime;

/// <summary>Measures every step over any number of runs; allocates only when it is created.</summary>
public sealed class StepProfiler : IStepObserver
{
    private readonly long[] _total;
    private readonly long[] _minimum;
    private readonly int[] _runs;
    private long _started;

    /// <summary>Creates a profiler for the steps of <paramref name="plan"/>.</summary>
    public StepProfiler(ExecutionPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _total = new long[plan.Steps.Count];
        _minimum = new long[plan.Steps.Count];
        _runs = new int[plan.Steps.Count];
        Array.Fill(_minimum, long.MaxValue);
    }

    /// <inheritdoc/>
    public void StepStarting(int index) => _started = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public void StepFinished(int index)
    {
        long elapsed = Stopwatch.GetTimestamp() - _started;
        _total[index] += elapsed;
        _minimum[index] = Math.Min(_minimum[index], elapsed);
        _runs[index]++;
    }

    /// <summary>Mean time of a step in milliseconds; 0 before the first run.</summary>
    public double MeanMilliseconds(int step) => _runs[step] == 0 ? 0 : Milliseconds(_total[step]) / _runs[step];

    /// <summary>Shortest time of a step in milliseconds; 0 before the first run.</summary>
    public double MinimumMilliseconds(int step) => _runs[step] == 0 ? 0 : Milliseconds(_minimum[step]);

    private static double Milliseconds(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;
}
