namespace EdgeVision.Triggers.Reading;

/// <summary>The keys of every object of a rules file; <c>rules.schema.json</c> defines the same objects with the same keys.</summary>
internal static class Keys
{
    public static readonly KeyTable File = new("rules-file", "$schema", "version", "stale", "zones", "inputs", "outputs", "rules");
    public static readonly KeyTable Stale = new("stale", "after");
    public static readonly KeyTable Zone = new("zone", "x", "y", "width", "height");
    public static readonly KeyTable Input = new("input", "pin", "pull", "active", "debounce", "use");
    public static readonly KeyTable Rule =
        new("rule", "name", "when", "minimum_on", "minimum_off", "cooldown", "hold", "then", "finally");

    public static readonly KeyTable Condition =
        new("when", "label", "at_least", "until_below", "frames", "zone", "schedule", "armed");

    public static readonly KeyTable Schedule = new("schedule", "from", "to", "days");
    public static readonly KeyTable SwitchOutput = new("switch-output", "pin", "kind", "active", "safe", "idle", "share");
    public static readonly KeyTable PwmOutput = new("pwm-output", "pin", "kind", "safe", "idle", "share", "frequency");
    public static readonly KeyTable ServoOutput =
        new("servo-output", "pin", "kind", "safe", "idle", "range", "shortest_pulse", "longest_pulse");

    public static readonly KeyTable On = new("on-action", "output", "do");
    public static readonly KeyTable Off = new("off-action", "output", "do");
    public static readonly KeyTable Pulse = new("pulse-action", "output", "do", "for");
    public static readonly KeyTable Pattern = new("pattern-action", "output", "do", "steps", "repeat");
    public static readonly KeyTable Duty = new("pwm-action", "output", "do", "duty");
    public static readonly KeyTable Angle = new("servo-action", "output", "do", "angle");
    public static readonly KeyTable Webhook = new("webhook-action", "do", "url", "retry", "timeout");
    public static readonly KeyTable Command = new("command-action", "do", "run", "timeout");
    public static readonly KeyTable Snapshot = new("snapshot-action", "do");

    public static readonly KeyTable[] All =
    [
        File, Stale, Zone, Input, Rule, Condition, Schedule, SwitchOutput, PwmOutput, ServoOutput,
        On, Off, Pulse, Pattern, Duty, Angle, Webhook, Command, Snapshot,
    ];
}

/// <summary>The keys of one kind of object.</summary>
/// <param name="Name">The object's name in the schema and in messages.</param>
/// <param name="Names">Its keys.</param>
internal sealed record KeyTable(string Name, params string[] Names);
