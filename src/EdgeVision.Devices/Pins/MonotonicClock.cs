using System.Diagnostics;

namespace EdgeVision.Devices.Pins;

/// <summary>The clock of all edges: on Linux <c>CLOCK_MONOTONIC</c>, by which the kernel stamps its own.</summary>
internal static class MonotonicClock
{
    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    public static long Nanoseconds => (long)(Stopwatch.GetTimestamp() * NanosecondsPerTick);
}
