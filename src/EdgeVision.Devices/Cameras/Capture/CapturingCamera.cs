using System.Diagnostics.CodeAnalysis;

namespace EdgeVision.Devices.Cameras.Capture;

/// <summary>Reads a source on a thread of its own, into a mailbox, and opens it again after faults.</summary>
internal sealed class CapturingCamera(IFrameSource source, RestartPolicy restartPolicy) : ICamera
{
    private readonly FrameMailbox _mailbox = new();
    private readonly CancellationTokenSource _stop = new();
    private Thread? _thread;
    private volatile CameraState _state = CameraState.Created;
    private volatile string? _lastFault;
    private long _corrupt;
    private long _missed;
    private long _restarts;
    private bool _disposed;

    public string Description => source.Description;

    public CameraState State => _state == CameraState.Ended && !_mailbox.IsFinished ? CameraState.Streaming : _state;

    public string? LastFault => _lastFault;

    public CameraStatistics Statistics
    {
        get
        {
            (long received, long dropped) = _mailbox.Counts;
            return new(received, dropped, Volatile.Read(ref _corrupt), Volatile.Read(ref _missed), Volatile.Read(ref _restarts));
        }
    }

    public void Start()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_thread is not null)
            throw new InvalidOperationException("the camera has been started before");
        try
        {
            source.Open();
        }
        catch
        {
            source.Close();
            throw;
        }

        _state = CameraState.Starting;
        _thread = new Thread(Capture) { IsBackground = true, Name = "camera" };
        _thread.Start();
    }

    public bool TryTakeNewest(TimeSpan timeout, [NotNullWhen(true)] out CameraFrame? frame) => _mailbox.TryTake(timeout, out frame);

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _stop.Cancel();
        _thread?.Join();
        _mailbox.Discard();
        _state = CameraState.Ended;
        _stop.Dispose();
    }

    private void Capture()
    {
        TimeSpan pause = restartPolicy.First;
        bool finished = TryStream(out TimeSpan healthy);
        while (!finished)
        {
            _state = CameraState.Lost;
            if (healthy >= restartPolicy.HealthyAfter)
                pause = restartPolicy.First;
            if (_stop.Token.WaitHandle.WaitOne(pause))
                break;
            pause = restartPolicy.After(pause);
            Interlocked.Increment(ref _restarts);
            _state = CameraState.Starting;
            finished = TryReopen() && TryStream(out healthy);
        }

        _state = CameraState.Ended;
        _mailbox.End();
    }

    private bool TryReopen()
    {
        try
        {
            source.Open();
            return true;
        }
        catch (CameraException e)
        {
            _lastFault = e.Message;
            source.Close();
            return false;
        }
    }

    /// <summary>Reads frames until the source ends, is to stop (both <see langword="true"/>) or fails.</summary>
    /// <param name="healthy">How long frames had been coming.</param>
    private bool TryStream(out TimeSpan healthy)
    {
        long firstFrame = long.MaxValue;
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                FrameArrival arrival = source.Read(_mailbox.Writing, _stop.Token);
                Interlocked.Add(ref _missed, arrival.Missed);
                _lastFault = arrival.Fault ?? _lastFault;
                if (arrival.Kind == Arrival.End)
                    break;
                if (arrival.Kind == Arrival.Corrupt)
                    Interlocked.Increment(ref _corrupt);
                if (arrival.Kind != Arrival.Frame)
                    continue;
                firstFrame = Math.Min(firstFrame, MonotonicClock.Nanoseconds);
                _state = CameraState.Streaming;
                _mailbox.Publish();
            }

            return true;
        }
        catch (CameraException e)
        {
            _lastFault = e.Message;
            return false;
        }
        finally
        {
            source.Close();
            healthy = TimeSpan.FromMicroseconds(Math.Max(0, MonotonicClock.Nanoseconds - firstFrame) / 1000);
        }
    }
}
