using System.Diagnostics;

namespace EdgeVision.Devices;

/// <summary>The clock of all time stamps: on Linux <c>CLOCK_MONOTONIC</c>, by which the kernel stamps frames and edges.</summary>
public static class MonotonicClock
{
    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    /// <summary>Now, in nanoseconds since some moment before the program started.</summary>
    public static long Nanoseconds => (long)(Stopwatch.GetTimestamp() * NanosecondsPerTick);
}
