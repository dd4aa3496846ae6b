using System.Runtime.InteropServices;

namespace EdgeVision.Devices.Pins.Waveforms;

/// <summary>What a waveform knows of time, so that tests can play it.</summary>
internal interface IWaveClock
{
    /// <summary>Nanoseconds of <see cref="MonotonicClock"/>.</summary>
    long Now { get; }

    /// <summary>Returns at <paramref name="nanoseconds"/>, or as soon afterwards as the scheduler lets it; perhaps before.</summary>
    void SleepUntil(long nanoseconds);
}

/// <summary>The real time.</summary>
internal sealed unsafe partial class SystemWaveClock : IWaveClock
{
    private const int ClockMonotonic = 1;
    private const int AbsoluteTime = 1;

    public long Now => MonotonicClock.Nanoseconds;

    /// <summary>An absolute deadline, because the time between computing a duration and starting to sleep is not bounded.</summary>
    public void SleepUntil(long nanoseconds)
    {
        if (!OperatingSystem.IsLinux())
        {
            Thread.Sleep((int)Math.Max(0, (nanoseconds - Now) / 1_000_000));
            return;
        }

        var deadline = new TimeSpec { Seconds = (nint)(nanoseconds / 1_000_000_000), Nanoseconds = (nint)(nanoseconds % 1_000_000_000) };
        _ = clock_nanosleep(ClockMonotonic, AbsoluteTime, &deadline, null);
    }

    [LibraryImport("libc")]
    private static partial int clock_nanosleep(int clock, int flags, TimeSpec* deadline, TimeSpec* remaining);

    /// <summary><c>struct timespec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
