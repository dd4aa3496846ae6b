using EdgeVision.App.Run.Safety;

namespace EdgeVision.App.Run.Service;

/// <summary>Tells the service manager twice per watchdog interval that the loop lives, and keeps silent when it does not.</summary>
internal sealed class ServiceWatchdog : IDisposable
{
    private readonly PeriodicThread? _thread;

    /// <param name="manager">The service manager.</param>
    /// <param name="heartbeat">The loop's.</param>
    /// <param name="limit">How old the last beat of a loop that lives can be.</param>
    public ServiceWatchdog(ServiceManager manager, Heartbeat heartbeat, TimeSpan limit)
    {
        if (manager.WatchdogInterval is not { } interval)
            return;
        _thread = new PeriodicThread("service watchdog", interval / 2, () =>
        {
            if (heartbeat.Age <= limit)
                manager.Alive();
        });
    }

    public void Dispose() => _thread?.Dispose();
}
