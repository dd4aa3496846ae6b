using System.Diagnostics.CodeAnalysis;

namespace EdgeVision.Devices.Cameras.Capture;

/// <summary>
/// Hands the newest frame from one thread to another through three buffers: one is being written, one holds the newest frame, one is
/// the consumer's. The writer never waits for the consumer; a frame that is not taken in time is replaced and counted.
/// </summary>
internal sealed class FrameMailbox
{
    private readonly object _gate = new();
    private CameraFrame _writing = new();
    private CameraFrame _newest = new();
    private CameraFrame _taken = new();
    private bool _hasNewest;
    private bool _ended;
    private long _received;
    private long _dropped;

    /// <summary>The frame to fill next; only for the writer, until it calls <see cref="Publish"/>.</summary>
    public CameraFrame Writing => _writing;

    /// <summary>Frames published, and those of them that were replaced before they were taken.</summary>
    public (long Received, long Dropped) Counts
    {
        get
        {
            lock (_gate)
                return (_received, _dropped);
        }
    }

    /// <summary>Whether nothing is to be taken any more.</summary>
    public bool IsFinished
    {
        get
        {
            lock (_gate)
                return _ended && !_hasNewest;
        }
    }

    /// <summary>Makes <see cref="Writing"/> the newest frame.</summary>
    public void Publish()
    {
        lock (_gate)
        {
            _writing.Sequence = _received++;
            if (_hasNewest)
                _dropped++;
            (_writing, _newest) = (_newest, _writing);
            _hasNewest = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>
    /// Waits until the newest frame has been taken, or for <see cref="Wake"/> after <paramref name="stop"/>; only for the writer.
    /// </summary>
    public void WaitUntilTaken(CancellationToken stop)
    {
        lock (_gate)
        {
            while (_hasNewest && !stop.IsCancellationRequested)
                Monitor.Wait(_gate);
        }
    }

    /// <summary>Lets a waiting thread look again; a registration with the token would cost memory per frame.</summary>
    public void Wake()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    /// <summary>Says that nothing more will be published.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Says that nothing more will be published or taken.</summary>
    public void Discard()
    {
        lock (_gate)
        {
            if (_hasNewest)
                _dropped++;
            _hasNewest = false;
            End();
        }
    }

    /// <summary>Takes the newest frame and gives back the one taken before.</summary>
    public bool TryTake(TimeSpan timeout, [NotNullWhen(true)] out CameraFrame? frame)
    {
        long start = Environment.TickCount64;
        lock (_gate)
        {
            while (!_hasNewest && !_ended && Remaining(timeout, start) is var remaining && remaining != TimeSpan.Zero)
                Monitor.Wait(_gate, remaining);
            frame = _hasNewest ? _newest : null;
            if (frame is null)
                return false;
            (_taken, _newest) = (_newest, _taken);
            _hasNewest = false;
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    private static TimeSpan Remaining(TimeSpan timeout, long start)
    {
        if (timeout == Timeout.InfiniteTimeSpan)
            return timeout;
        TimeSpan remaining = timeout - TimeSpan.FromMilliseconds(Environment.TickCount64 - start);
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }
}
