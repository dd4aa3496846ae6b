using EdgeVision.Devices;

namespace EdgeVision.App.Run.Events;

/// <summary>Turns moments of the monotonic clock into times of day.</summary>
/// <param name="start">A moment.</param>
/// <param name="startTime">What time of day it was then.</param>
internal sealed class WallClock(long start, DateTimeOffset startTime)
{
    public WallClock()
        : this(MonotonicClock.Nanoseconds, DateTimeOffset.Now)
    {
    }

    public DateTimeOffset TimeOf(long nanoseconds) => startTime.AddTicks((nanoseconds - start) / TimeSpan.NanosecondsPerTick);
}
