namespace EdgeVision.Triggers.Engine;

/// <summary>Something that happened, to be told to people.</summary>
/// <param name="Time">When, in nanoseconds.</param>
/// <param name="Kind">What.</param>
/// <param name="Reason">Why.</param>
/// <param name="Rule">The index of the rule that turned on or off, or −1.</param>
/// <param name="Class">The most probable of the rule's classes in the last frame, or −1.</param>
/// <param name="Probability">Its probability, 0 … 1.</param>
public readonly record struct RuleEvent(long Time, EventKind Kind, Reason Reason, int Rule = -1, int Class = -1, float Probability = 0);

/// <summary>What happened.</summary>
public enum EventKind : byte
{
    /// <summary>A rule turned on.</summary>
    RuleOn,

    /// <summary>A rule turned off.</summary>
    RuleOff,

    /// <summary>The arm switch became active.</summary>
    Armed,

    /// <summary>The arm switch became inactive.</summary>
    Disarmed,

    /// <summary>Frames have come (again), and rules count.</summary>
    Watching,

    /// <summary>Nobody watches any more; every output is safe.</summary>
    Safe,
}

/// <summary>Whether rules count.</summary>
public enum EngineState : byte
{
    /// <summary>No frame yet: every output is safe.</summary>
    Waiting,

    /// <summary>Rules drive the outputs.</summary>
    Watching,

    /// <summary>Stale frames or a fault: every output is safe until the next frame.</summary>
    Safe,

    /// <summary>The end: every output is safe, and nothing changes that.</summary>
    Stopped,
}
