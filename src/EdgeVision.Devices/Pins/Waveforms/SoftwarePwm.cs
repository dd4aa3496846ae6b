namespace EdgeVision.Devices.Pins.Waveforms;

/// <summary>
/// Pulse-width modulation of any output by a thread of its own. Linux may run the thread late: by tenths of a millisecond at most
/// times, by several milliseconds under load. That dims a lamp well; see <see cref="Timing"/> for what was reached.
/// </summary>
public sealed class SoftwarePwm : IDisposable
{
    private readonly PulseTrain _train;
    private readonly Thread _thread;
    private readonly long _period;
    private Exception? _failure;

    /// <summary>Starts with the pin low.</summary>
    /// <param name="pin">The output; nobody else writes it until this is disposed.</param>
    /// <param name="frequency">Periods a second, 1 … 1000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The frequency is outside that range.</exception>
    public SoftwarePwm(IOutputPin pin, double frequency)
        : this(pin, frequency, new SystemWaveClock())
    {
    }

    internal SoftwarePwm(IOutputPin pin, double frequency, IWaveClock clock)
    {
        ArgumentNullException.ThrowIfNull(pin);
        if (frequency is not (>= 1 and <= 1000))
            throw new ArgumentOutOfRangeException(nameof(frequency), frequency, "a software PWM has 1 to 1000 periods a second");
        _period = (long)(1e9 / frequency);
        _train = new PulseTrain(pin, _period, clock);
        _thread = new Thread(Run) { IsBackground = true, Name = $"GPIO{pin.Number} PWM" };
        _thread.Start();
    }

    /// <summary>The part of the time that the pin is high, 0 … 1; a new value counts from the next period.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    /// <exception cref="PinException">The pin could not be written; the waveform has ended.</exception>
    public double Duty
    {
        get => (double)_train.Width / _period;
        set
        {
            if (value is not (>= 0 and <= 1))
                throw new ArgumentOutOfRangeException(nameof(value), value, "a duty is 0 to 1");
            SetWidth((long)Math.Round(value * _period));
        }
    }

    /// <summary>How late the edges were so far.</summary>
    public WaveTiming Timing => _train.Timing;

    /// <summary>Ends the waveform and leaves the pin low.</summary>
    public void Dispose()
    {
        _train.Stop();
        _thread.Join();
    }

    /// <summary>How long the pin is high in a period, in nanoseconds.</summary>
    internal void SetWidth(long nanoseconds)
    {
        if (Volatile.Read(ref _failure) is { } failure)
            throw new PinException($"the waveform has ended: {failure.Message}", failure);
        _train.Width = nanoseconds;
    }

    private void Run()
    {
        try
        {
            _train.Run();
        }
        catch (Exception failure) when (failure is PinException or ObjectDisposedException)
        {
            // Nobody waits for this thread: whoever sets the next width hears of it.
            Volatile.Write(ref _failure, failure);
        }
    }
}
