namespace EdgeVision.Triggers.Rules;

/// <summary>
/// A pin that rules drive. What it does is a number: a switch is 1 (on) or 0 (off), a PWM output has a duty 0 … 1, a servo an angle in
/// degrees.
/// </summary>
public sealed record Output
{
    /// <summary>What rules call it.</summary>
    public required string Name { get; init; }

    /// <summary>The pin; <see cref="BoardPins.Resolve"/> gives the number.</summary>
    public required PinName Pin { get; init; }

    /// <summary>How the pin is driven.</summary>
    public OutputKind Kind { get; init; }

    /// <summary>The level of a switch that is on; PWM and servo outputs are always active high.</summary>
    public ActiveLevel Active { get; init; }

    /// <summary>What it does while nobody watches: before the first frame, with stale frames, after a fault and after the stop.</summary>
    public double Safe { get; init; }

    /// <summary>What it does while the picture is watched and no rule drives it.</summary>
    public double Idle { get; init; }

    /// <summary>Whether several rules may drive it: it is on, or at the highest duty, as soon as any rule wants that.</summary>
    public OutputShare Share { get; init; }

    /// <summary>Periods a second of a PWM output, 1 … 1000.</summary>
    public double Frequency { get; init; } = 100;

    /// <summary>The largest angle of a servo in degrees, 1 … 360.</summary>
    public double Range { get; init; } = 180;

    /// <summary>A servo's pulse at 0 degrees, 0.5 … 2.5 ms.</summary>
    public TimeSpan ShortestPulse { get; init; } = TimeSpan.FromMicroseconds(500);

    /// <summary>A servo's pulse at <see cref="Range"/> degrees, 0.5 … 2.5 ms, more than <see cref="ShortestPulse"/>.</summary>
    public TimeSpan LongestPulse { get; init; } = TimeSpan.FromMicroseconds(2500);

    internal FilePlace At { get; init; }

    /// <summary>Whether the pin of a switch is high when the switch has <paramref name="value"/>.</summary>
    /// <param name="value">1 (on) or 0 (off), as in <see cref="Safe"/> and <see cref="Engine.RuleAction.Value"/>.</param>
    public bool IsHigh(double value) => value != 0 == (Active == ActiveLevel.High);
}

/// <summary>How an output's pin is driven.</summary>
public enum OutputKind
{
    /// <summary>On or off.</summary>
    Switch,

    /// <summary>Pulse-width modulation.</summary>
    Pwm,

    /// <summary>Servo pulses, 50 a second.</summary>
    Servo,
}

/// <summary>How many rules may drive an output.</summary>
public enum OutputShare
{
    /// <summary>One.</summary>
    No,

    /// <summary>Several; the highest value that any of them wants counts.</summary>
    Any,
}
