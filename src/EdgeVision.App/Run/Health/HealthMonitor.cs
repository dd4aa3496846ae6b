using EdgeVision.App.Run.Events;

namespace EdgeVision.App.Run.Health;

/// <summary>
/// Looks at the machine now and then, on a thread of its own, and tells when something goes wrong and when it is well again.
/// </summary>
internal sealed class HealthMonitor : IDisposable
{
    private readonly IReadOnlyList<IHealthProbe> _probes;
    private readonly EventLog _events;
    private readonly bool[] _ill;
    private readonly PeriodicThread _thread;

    public HealthMonitor(IReadOnlyList<IHealthProbe> probes, TimeSpan interval, EventLog events)
    {
        (_probes, _events, _ill) = (probes, events, new bool[probes.Count]);
        _thread = new PeriodicThread("health", interval, Look);
    }

    public void Dispose() => _thread.Dispose();

    // Only changes are told: a temperature that stays high is not news.
    private void Look()
    {
        for (int i = 0; i < _probes.Count; i++)
        {
            string? problem = LookAt(_probes[i]);
            if (problem is not null != _ill[i])
                _events.Tell(problem is null ? RunEventKind.Cleared : RunEventKind.Warning, problem ?? _probes[i].Name);
            _ill[i] = problem is not null;
        }
    }

    private static string? LookAt(IHealthProbe probe)
    {
        try
        {
            return probe.Look();
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return null; // a sensor that cannot be read is not an illness
        }
    }
}
