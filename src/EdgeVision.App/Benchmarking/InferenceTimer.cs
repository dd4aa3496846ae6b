using System.Diagnostics;
using EdgeVision.App.Models;
using EdgeVision.Runtime;

namespace EdgeVision.App.Benchmarking;

/// <summary>Runs a session on the same input again and again. Writing the input is not timed.</summary>
internal sealed class InferenceTimer(InferenceSession session)
{
    private const int WarmUpRuns = 5;

    /// <summary>The run time compiles what is called often a second time, in the background, some tenths of a second later.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(300);

    private readonly byte[][] _inputs = GoldenCheck.Inputs(session.Plan, GoldenCheck.DefaultSeed);

    /// <summary>Runs until the times no longer depend on how the program started.</summary>
    public void WarmItUp()
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < WarmUpRuns || Stopwatch.GetElapsedTime(start) < WarmUp; i++)
            Run();
    }

    /// <summary>Milliseconds of each of so many runs.</summary>
    public IReadOnlyList<double> ForRuns(int runs)
    {
        var times = new List<double>(runs);
        while (times.Count < runs)
            times.Add(Run());
        return times;
    }

    /// <summary>Milliseconds of each of the runs, at least one, that start within a period.</summary>
    public IReadOnlyList<double> ForTime(TimeSpan period)
    {
        var times = new List<double>();
        long start = Stopwatch.GetTimestamp();
        do
            times.Add(Run());
        while (Stopwatch.GetElapsedTime(start) < period);
        return times;
    }

    /// <summary>Shows so many runs to a profiler.</summary>
    public void Profile(StepProfiler profiler, int runs)
    {
        for (int i = 0; i < runs; i++)
        {
            SetInputs();
            session.Run(profiler);
        }
    }

    private double Run()
    {
        SetInputs();
        long start = Stopwatch.GetTimestamp();
        session.Run();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>Before each run, because a run may overwrite its input.</summary>
    private void SetInputs()
    {
        for (int i = 0; i < _inputs.Length; i++)
            session.SetInput(i, _inputs[i]);
    }
}
