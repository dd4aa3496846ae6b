namespace EdgeVision.Devices.Pins.Waveforms;

/// <summary>
/// A hobby servo: 50 pulses a second whose width says the angle. A delay of 10 µs is about one degree, so a servo driven by software
/// trembles a little; call <see cref="Release"/> when it need not hold.
/// </summary>
public sealed class Servo : IDisposable
{
    private const double Frequency = 50;

    private readonly SoftwarePwm _pwm;
    private readonly double _shortest;
    private readonly double _longest;
    private readonly double _range;

    /// <summary>Starts without pulses: the servo is limp until <see cref="MoveTo"/>.</summary>
    /// <param name="pin">The output; nobody else writes it until this is disposed.</param>
    /// <param name="shortest">The pulse at 0 degrees in milliseconds, 0.5 … 2.5; many servos can turn less far than 0.5 ms.</param>
    /// <param name="longest">The pulse at <paramref name="range"/> degrees in milliseconds, 0.5 … 2.5, more than
    /// <paramref name="shortest"/>.</param>
    /// <param name="range">The largest angle in degrees, 1 … 360.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public Servo(IOutputPin pin, double shortest = 0.5, double longest = 2.5, double range = 180)
        : this(pin, shortest, longest, range, new SystemWaveClock())
    {
    }

    internal Servo(IOutputPin pin, double shortest, double longest, double range, IWaveClock clock)
    {
        if (shortest is not (>= 0.5 and <= 2.5))
            throw new ArgumentOutOfRangeException(nameof(shortest), shortest, "a servo's pulses are 0.5 to 2.5 ms");
        if (!(longest > shortest && longest <= 2.5))
        {
            throw new ArgumentOutOfRangeException(nameof(longest), longest,
                "a servo's longest pulse is more than its shortest and at most 2.5 ms");
        }

        if (range is not (>= 1 and <= 360))
            throw new ArgumentOutOfRangeException(nameof(range), range, "a servo turns 1 to 360 degrees");
        (_shortest, _longest, _range) = (shortest, longest, range);
        _pwm = new SoftwarePwm(pin, Frequency, clock);
    }

    /// <summary>How late the edges were so far.</summary>
    public WaveTiming Timing => _pwm.Timing;

    /// <summary>Turns to an angle and holds it.</summary>
    /// <param name="degrees">0 … the range.</param>
    /// <exception cref="ArgumentOutOfRangeException">The angle is outside that range.</exception>
    /// <exception cref="PinException">The pin could not be written; the waveform has ended.</exception>
    public void MoveTo(double degrees)
    {
        if (!(degrees >= 0 && degrees <= _range))
            throw new ArgumentOutOfRangeException(nameof(degrees), degrees, $"this servo turns 0 to {_range} degrees");
        double milliseconds = _shortest + (_longest - _shortest) * degrees / _range;
        _pwm.SetWidth((long)Math.Round(milliseconds * 1e6));
    }

    /// <summary>Stops the pulses: the servo holds no longer, and does not tremble.</summary>
    /// <exception cref="PinException">The pin could not be written; the waveform has ended.</exception>
    public void Release() => _pwm.SetWidth(0);

    /// <summary>Stops the pulses and leaves the pin low.</summary>
    public void Dispose() => _pwm.Dispose();
}
