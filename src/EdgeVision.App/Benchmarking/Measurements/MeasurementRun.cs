using EdgeVision.App.Machine;

namespace EdgeVision.App.Benchmarking.Measurements;

/// <summary>
/// Times inferences for minutes and looks at the machine every few seconds, between two inferences and on the same thread, so that looking
/// takes nothing from what is timed.
/// </summary>
/// <param name="machine">The machine.</param>
/// <param name="time">Milliseconds of each of the inferences, at least one, that begin within a period; see
/// <see cref="InferenceTimer.ForTime"/>.</param>
internal sealed class MeasurementRun(MachineProbe machine, Func<TimeSpan, IReadOnlyList<double>> time)
{
    private const int SecondsPerMinute = 60;
    private const int SecondsPerLook = 10;

    private readonly CpuTime? _cpuTimeBefore = machine.CpuTime();
    private readonly long? _switchesBefore = machine.InvoluntarySwitches();
    private readonly List<MachineState> _seen = [];

    /// <summary>The machine before the first inference.</summary>
    public MachineState Before { get; } = machine.State();

    /// <summary>The machine right after the last inference.</summary>
    public MachineState After => _seen[^1];

    /// <summary>Times for so many seconds, and tells each minute when it is over.</summary>
    public IReadOnlyList<MinuteTimes> Run(int seconds, Action<MinuteTimes, MachineState> tell)
    {
        var minutes = new List<MinuteTimes>();
        for (int done = 0; done < seconds; done += minutes[^1].Seconds)
        {
            minutes.Add(Minute(minutes.Count + 1, Math.Min(SecondsPerMinute, seconds - done)));
            tell(minutes[^1], After);
        }

        return minutes;
    }

    /// <summary>What was seen until now.</summary>
    public MachineWatch Watch(int cpus) => new(
        _seen.Count,
        _seen.Max(state => state.Celsius),
        _seen.Min(state => state.FastestKhz()),
        [.. MachineProbe.AllCauses.Where(cause => _seen.Any(state => state.Throttling?.Now.Contains(cause) == true))],
        machine.InvoluntarySwitches() - _switchesBefore,
        _cpuTimeBefore is { } before && machine.CpuTime()?.OthersSince(before, cpus) is { } others ? Math.Round(others, 3) : null);

    private MinuteTimes Minute(int number, int seconds)
    {
        var times = new List<double>();
        for (int done = 0; done < seconds; done += SecondsPerLook)
        {
            times.AddRange(time(TimeSpan.FromSeconds(Math.Min(SecondsPerLook, seconds - done))));
            _seen.Add(machine.State());
        }

        times.Sort();
        return new MinuteTimes(number, seconds, times.Count, Rounded(times[0]), Rounded(TimeSummary.Median(times)),
            Rounded(TimeSummary.Percentile(times, 90)));
    }

    /// <summary>To nanoseconds; the clock has no more.</summary>
    private static double Rounded(double milliseconds) => Math.Round(milliseconds, 6);
}
