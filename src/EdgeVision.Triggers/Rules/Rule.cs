namespace EdgeVision.Triggers.Rules;

/// <summary>What is done, and when.</summary>
public sealed record Rule
{
    /// <summary>What it is called; no other rule has this name.</summary>
    public required string Name { get; init; }

    /// <summary>When it turns on and off.</summary>
    public required Condition When { get; init; }

    /// <summary>The shortest time that it stays on, except when nobody watches any more.</summary>
    public TimeSpan MinimumOn { get; init; }

    /// <summary>The shortest time that it stays off.</summary>
    public TimeSpan MinimumOff { get; init; }

    /// <summary>The shortest time from one turning on to the next.</summary>
    public TimeSpan Cooldown { get; init; }

    /// <summary>How long it stays on after the last frame that kept it on.</summary>
    public TimeSpan Hold { get; init; }

    /// <summary>What is done when it turns on.</summary>
    public required IReadOnlyList<ActionSpec> Then { get; init; }

    /// <summary>What is done when it turns off; outputs that are not named here go back to <see cref="Output.Idle"/>.</summary>
    public IReadOnlyList<ActionSpec> Finally { get; init; } = [];
}

/// <summary>When a rule turns on and off.</summary>
public sealed record Condition
{
    /// <summary>Which classes it looks for; their highest probability counts.</summary>
    public required LabelPattern Label { get; init; }

    /// <summary>A frame counts for turning on from this probability, more than 0 and at most 1.</summary>
    public required float AtLeast { get; init; }

    /// <summary>A frame counts for turning off below this probability; at most <see cref="AtLeast"/>.</summary>
    public required float UntilBelow { get; init; }

    /// <summary>How many frames are needed, 1 … <see cref="FramesOf"/>.</summary>
    public int FramesNeeded { get; init; } = 1;

    /// <summary>Of how many last frames, 1 … 64.</summary>
    public int FramesOf { get; init; } = 1;

    /// <summary>The part of the picture.</summary>
    public Zone Zone { get; init; } = Zone.WholePicture;

    /// <summary>The hours at which it may be on, or <see langword="null"/> for always.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>The state of the arm switch at which it may be on, or <see langword="null"/> for both.</summary>
    public bool? Armed { get; init; }
}
