namespace EdgeVision.Devices.Pins.Waveforms;

/// <summary>
/// Pulses at fixed moments: period n starts at start + n · period, however late earlier edges were, so delays do not add up. A pulse
/// ends its width after its real start, because the width is what a servo or lamp obeys. A new width counts from the next period.
/// </summary>
internal sealed class PulseTrain(IOutputPin pin, long period, IWaveClock clock)
{
    /// <summary>Longer waits are cut into these, so that a stop is noticed.</summary>
    private const long LongestSleep = 20_000_000;

    private readonly Lock _gate = new();
    private long _width;
    private bool _stopped;
    private long _edges;
    private long _skipped;
    private long _lateness;
    private long _largestLateness;

    /// <summary>How long the pin is high in a period, in nanoseconds: 0 … period.</summary>
    public long Width
    {
        get => Volatile.Read(ref _width);
        set => Volatile.Write(ref _width, value);
    }

    public WaveTiming Timing
    {
        get
        {
            lock (_gate)
                return new WaveTiming(_edges, _skipped, Span(_edges == 0 ? 0 : _lateness / _edges), Span(_largestLateness));
        }
    }

    private bool Stopped => Volatile.Read(ref _stopped);

    public void Stop() => Volatile.Write(ref _stopped, true);

    /// <summary>Writes pulses until <see cref="Stop"/>, then leaves the pin low.</summary>
    /// <exception cref="PinException">The pin cannot be written any more.</exception>
    public void Run()
    {
        long start = clock.Now;
        while (!Stopped)
        {
            long width = Width;
            long end = width + Write(width > 0 ? PinLevel.High : PinLevel.Low, start);
            if (width > 0 && width < period && Wait(end))
                Write(PinLevel.Low, end);
            start += period;
            Wait(start);
            start += Missed(start) * period;
        }

        pin.Write(PinLevel.Low);
    }

    private static TimeSpan Span(long nanoseconds) => TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);

    /// <summary>How many whole periods have passed since the one that should have started.</summary>
    private long Missed(long start)
    {
        long missed = Math.Max(0, clock.Now - start) / period;
        lock (_gate)
            _skipped += missed;
        return missed;
    }

    /// <summary>Whether the time has come; otherwise the train was stopped.</summary>
    private bool Wait(long deadline)
    {
        for (long now = clock.Now; now < deadline; now = clock.Now)
        {
            if (Stopped)
                return false;
            clock.SleepUntil(Math.Min(deadline, now + LongestSleep));
        }

        return !Stopped;
    }

    /// <summary>Gives the time at which the pin had the level.</summary>
    private long Write(PinLevel level, long due)
    {
        if (pin.Level == level)
            return due;
        pin.Write(level);
        long written = clock.Now;
        long late = written - due;
        lock (_gate)
        {
            _edges++;
            _lateness += late;
            _largestLateness = Math.Max(_largestLateness, late);
        }

        return written;
    }
}
