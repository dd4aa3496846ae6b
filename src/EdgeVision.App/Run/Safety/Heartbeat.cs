using EdgeVision.Devices;

namespace EdgeVision.App.Run.Safety;

/// <summary>The loop's sign of life: it beats before each thing that takes time.</summary>
internal sealed class Heartbeat
{
    private long _last = MonotonicClock.Nanoseconds;

    /// <summary>How long the loop has been silent.</summary>
    public TimeSpan Age => TimeSpan.FromTicks((MonotonicClock.Nanoseconds - Volatile.Read(ref _last)) / TimeSpan.NanosecondsPerTick);

    public void Beat() => Volatile.Write(ref _last, MonotonicClock.Nanoseconds);
}
