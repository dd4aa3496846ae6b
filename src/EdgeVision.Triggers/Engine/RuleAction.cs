using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Engine;

/// <summary>Something to do now.</summary>
/// <param name="Time">When it should have happened, in nanoseconds: the moment of the input or of the deadline that caused it.</param>
/// <param name="Kind">What to do.</param>
/// <param name="Reason">Why.</param>
/// <param name="Rule">The index of the rule that wants it, or −1 for none.</param>
/// <param name="Output">The index of the output to drive, or −1 for none.</param>
/// <param name="Value">For an output: 1 (on) or 0 (off), a duty 0 … 1, or an angle in degrees.</param>
/// <param name="Spec">For <see cref="ActionKind.Webhook"/> and <see cref="ActionKind.Command"/>: the details.</param>
public readonly record struct RuleAction(
    long Time, ActionKind Kind, Reason Reason, int Rule, int Output = -1, double Value = 0, ActionSpec? Spec = null);

/// <summary>What to do.</summary>
public enum ActionKind : byte
{
    /// <summary>Switch an output on or off; <see cref="Output.IsHigh"/> gives the pin's level.</summary>
    Switch,

    /// <summary>Set the duty of a PWM output.</summary>
    Duty,

    /// <summary>Turn a servo.</summary>
    Angle,

    /// <summary>Send the request of a <see cref="WebhookSpec"/>.</summary>
    Webhook,

    /// <summary>Start the program of a <see cref="CommandSpec"/>.</summary>
    Command,

    /// <summary>Store the newest picture.</summary>
    Snapshot,

    /// <summary>Store the newest picture for training.</summary>
    Teach,
}

/// <summary>Why something happens.</summary>
public enum Reason : byte
{
    /// <summary>What a frame showed.</summary>
    Frame,

    /// <summary>A time has passed: hold, minimum on, or a step of a pulse or pattern.</summary>
    Timer,

    /// <summary>A switch or button.</summary>
    Input,

    /// <summary>The hours of a schedule are over.</summary>
    Schedule,

    /// <summary>No new frame for too long.</summary>
    Stale,

    /// <summary>The caller reported a fault.</summary>
    Fault,

    /// <summary>The end.</summary>
    Stop,
}
