namespace EdgeVision.Triggers.Rules;

/// <summary>A switch or button of the rules file.</summary>
public sealed record Input
{
    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>The pin it is connected to; <see cref="BoardPins.Resolve"/> gives the number.</summary>
    public required PinName Pin { get; init; }

    /// <summary>Where the pin's internal resistor pulls.</summary>
    public InputPull Pull { get; init; } = InputPull.Up;

    /// <summary>The level at which the switch counts as active.</summary>
    public ActiveLevel Active { get; init; } = ActiveLevel.Low;

    /// <summary>How long a level must be stable to count, 0 … 1 s; for whoever reads the pin.</summary>
    public TimeSpan Debounce { get; init; }

    /// <summary>What it is for.</summary>
    public required InputUse Use { get; init; }

    internal FilePlace At { get; init; }
}

/// <summary>Where an input's internal resistor pulls.</summary>
public enum InputPull
{
    /// <summary>To the supply: for a switch to ground.</summary>
    Up,

    /// <summary>To ground: for a switch to the supply.</summary>
    Down,

    /// <summary>There is none: something else drives the pin always.</summary>
    None,
}

/// <summary>The voltage that means "on".</summary>
public enum ActiveLevel
{
    /// <summary>The supply, 3.3 V on a Raspberry Pi.</summary>
    High,

    /// <summary>Ground.</summary>
    Low,
}

/// <summary>What an input is for.</summary>
public enum InputUse
{
    /// <summary>While it is active, rules with <c>"armed": true</c> may turn on.</summary>
    Arm,

    /// <summary>Becoming active, it stores the newest picture.</summary>
    Snapshot,

    /// <summary>Becoming active, it stores the newest picture for training.</summary>
    Teach,
}
