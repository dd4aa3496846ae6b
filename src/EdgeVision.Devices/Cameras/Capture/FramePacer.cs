namespace EdgeVision.Devices.Cameras.Capture;

/// <summary>Paces a source that could be as fast as it likes, as a camera is paced by its sensor.</summary>
/// <param name="rate">Frames a second; 0 for no pauses.</param>
internal sealed class FramePacer(double rate)
{
    private readonly long _interval = rate > 0 ? (long)(1e9 / rate) : 0;
    private long _next;

    /// <summary>Starts anew: the next frame is due now.</summary>
    public void Restart() => _next = MonotonicClock.Nanoseconds;

    /// <summary>Waits until the next frame is due; late frames do not make the following ones hurry.</summary>
    /// <returns><see langword="false"/> if told to stop before.</returns>
    public bool Wait(CancellationToken stop)
    {
        long now = MonotonicClock.Nanoseconds;
        if (_interval > 0 && now < _next && stop.WaitHandle.WaitOne((int)((_next - now + 999_999) / 1_000_000)))
            return false;
        _next = Math.Max(_next, now - _interval) + _interval;
        return !stop.IsCancellationRequested;
    }
}
