using EdgeVision.Triggers.Engine;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.App.Run.Events;

/// <summary>Something that happened while the program watches, on its way to people and programs.</summary>
/// <param name="Kind">What.</param>
/// <param name="Nanoseconds">When, by the monotonic clock.</param>
internal readonly record struct RunEvent(RunEventKind Kind, long Nanoseconds)
{
    /// <summary>The rule that is concerned.</summary>
    public string? Rule { get; init; }

    /// <summary>The label that the rule saw.</summary>
    public string? Label { get; init; }

    /// <summary>The label's probability.</summary>
    public float Probability { get; init; }

    /// <summary>Why it happened; of rules and pins.</summary>
    public Reason Reason { get; init; }

    /// <summary>The pin that was driven (BCM).</summary>
    public int Pin { get; init; }

    /// <summary>What drives it.</summary>
    public OutputKind Drive { get; init; }

    /// <summary>1 (high) or 0 (low), a duty, or an angle.</summary>
    public double Value { get; init; }

    /// <summary>Of rules: whether the rule drives pins, so that people hear of it anyway.</summary>
    public bool IsToldByPin { get; init; }

    /// <summary>Everything else, in words.</summary>
    public string? Message { get; init; }
}

/// <summary>What happened; in JSON lines the same words in snake_case.</summary>
internal enum RunEventKind : byte
{
    /// <summary>Everything is open, frames may come.</summary>
    Started,

    /// <summary>A rule turned on.</summary>
    RuleOn,

    /// <summary>A rule turned off.</summary>
    RuleOff,

    /// <summary>An output was driven.</summary>
    Pin,

    /// <summary>The arm switch became active.</summary>
    Armed,

    /// <summary>The arm switch became inactive.</summary>
    Disarmed,

    /// <summary>Frames come, and rules count.</summary>
    Watching,

    /// <summary>Nobody watches; every output is safe.</summary>
    Safe,

    /// <summary>The camera failed and will be started again.</summary>
    CameraLost,

    /// <summary>The camera delivers again.</summary>
    CameraRestarted,

    /// <summary>A frame could not be read or classified.</summary>
    Fault,

    /// <summary>The guardian made the outputs safe, because the loop hung.</summary>
    Guardian,

    /// <summary>Something is wrong with the machine.</summary>
    Warning,

    /// <summary>It is well again.</summary>
    Cleared,

    /// <summary>A picture was stored.</summary>
    Picture,

    /// <summary>A webhook or a program was done.</summary>
    ActionDone,

    /// <summary>A webhook, a program or a picture failed or was left out.</summary>
    ActionFailed,

    /// <summary>The recording ended before the run did.</summary>
    RecordingStopped,

    /// <summary>The end: every output is safe.</summary>
    Stopped,
}
