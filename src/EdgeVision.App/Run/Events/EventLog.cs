using EdgeVision.Devices;

namespace EdgeVision.App.Run.Events;

/// <summary>
/// Events on their way from any thread to the one that prints them. Telling copies a few words and allocates nothing; when printing cannot
/// keep up, the newest events are lost and counted.
/// </summary>
internal sealed class EventLog
{
    private const int Capacity = 1024;

    private readonly RunEvent[] _events = new RunEvent[Capacity];
    private readonly object _gate = new();
    private int _first;
    private int _count;
    private long _lost;
    private bool _ended;

    public long Lost
    {
        get
        {
            lock (_gate)
                return _lost;
        }
    }

    public void Tell(RunEventKind kind, string? message = null) =>
        Tell(new RunEvent(kind, MonotonicClock.Nanoseconds) { Message = message });

    public void Tell(in RunEvent happened)
    {
        lock (_gate)
        {
            if (_count == Capacity)
            {
                _lost++;
                return;
            }

            _events[(_first + _count++) % Capacity] = happened;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Nothing more will be told.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Takes the oldest event, waiting for one.</summary>
    /// <param name="patience">The longest wait.</param>
    /// <param name="happened">The event.</param>
    /// <param name="ended">Whether there will be none any more.</param>
    public bool TryTake(TimeSpan patience, out RunEvent happened, out bool ended)
    {
        lock (_gate)
        {
            if (_count == 0 && !_ended)
                Monitor.Wait(_gate, patience);
            ended = _ended && _count == 0;
            happened = _events[_first];
            if (_count == 0)
                return false;
            _events[_first] = default;
            _first = (_first + 1) % Capacity;
            _count--;
            return true;
        }
    }
}
