using EdgeVision.Devices;

namespace EdgeVision.App.Run.Events;

/// <summary>Turns moments of the monotonic clock into times of day.</summary>
internal sealed class WallClock
{
    private readonly long _start = MonotonicClock.Nanoseconds;
    private readonly DateTimeOffset _startTime = DateTimeOffset.Now;

    public DateTimeOffset TimeOf(long nanoseconds) => _startTime.AddTicks((nanoseconds - _start) / TimeSpan.NanosecondsPerTick);
}
