using EdgeVision.App.Run.Events;
using EdgeVision.App.Run.Outputs;

namespace EdgeVision.App.Run.Safety;

/// <summary>
/// Watches the loop from a thread of its own. When the loop has been silent for longer than the limit, it locks the loop out of the
/// outputs and makes them safe itself: at most <see cref="Bound"/> after the last sign of life, plus what the scheduler and the pin writes
/// take. The loop, should it come back, finds itself locked out, tells its rules of a fault and starts again.
/// </summary>
internal sealed class Guardian : IDisposable
{
    private const int ChecksPerLimit = 4;

    private readonly Heartbeat _heartbeat;
    private readonly TimeSpan _limit;
    private readonly OutputBank _outputs;
    private readonly EventLog _events;
    private readonly PeriodicThread _thread;

    /// <param name="heartbeat">The loop's.</param>
    /// <param name="limit">How long a loop that lives can be silent.</param>
    /// <param name="outputs">What to make safe.</param>
    /// <param name="events">Who is told.</param>
    public Guardian(Heartbeat heartbeat, TimeSpan limit, OutputBank outputs, EventLog events)
    {
        (_heartbeat, _limit, _outputs, _events) = (heartbeat, limit, outputs, events);
        _thread = new PeriodicThread("guardian", limit / ChecksPerLimit, Check);
    }

    /// <summary>The longest time from the last sign of life to safe outputs, apart from scheduling and pin writes.</summary>
    public TimeSpan Bound => _limit + (_limit / ChecksPerLimit);

    public void Dispose() => _thread.Dispose();

    private void Check()
    {
        if (_heartbeat.Age <= _limit || _outputs.IsLockedOut)
            return;
        _outputs.LockOut();
        _events.Tell(RunEventKind.Guardian,
            $"the frame loop has been silent for {_heartbeat.Age.TotalSeconds:F1} s; every output is safe until it comes back");
    }
}
