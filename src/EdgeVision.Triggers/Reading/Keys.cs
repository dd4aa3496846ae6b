namespace EdgeVision.Triggers.Reading;

/// <summary>The keys of every object of a rules file; <c>rules.schema.json</c> has a definition of the same name with the same keys.</summary>
internal static class Keys
{
    public static readonly KeyTable File = new("file", "$schema", "version", "stale", "zones", "inputs", "outputs", "rules");
    public static readonly KeyTable Stale = new("stale", "after");
    public static readonly KeyTable Zone = new("zone", "x", "y", "width", "height");
    public static readonly KeyTable Input = new("input", "pin", "pull", "active", "debounce", "use");
    public static readonly KeyTable Rule =
        new("rule", "name", "when", "minimum_on", "minimum_off", "cooldown", "hold", "then", "finally");

    public static readonly KeyTable Condition =
        new("condition", "label", "at_least", "until_below", "frames", "zone", "schedule", "armed");

    public static readonly KeyTable Schedule = new("schedule", "from", "to", "days");
    public static readonly KeyTable SwitchOutput = new("switch", "pin", "kind", "active", "safe", "idle", "share");
    public static readonly KeyTable PwmOutput = new("pwm", "pin", "kind", "safe", "idle", "share", "frequency");
    public static readonly KeyTable ServoOutput =
        new("servo", "pin", "kind", "safe", "idle", "range", "shortest_pulse", "longest_pulse");

    public static readonly KeyTable On = new("do on", "output", "do");
    public static readonly KeyTable Off = new("do off", "output", "do");
    public static readonly KeyTable Pulse = new("do pulse", "output", "do", "for");
    public static readonly KeyTable Pattern = new("do pattern", "output", "do", "steps", "repeat");
    public static readonly KeyTable Duty = new("do pwm", "output", "do", "duty");
    public static readonly KeyTable Angle = new("do servo", "output", "do", "angle");
    public static readonly KeyTable Webhook = new("do webhook", "do", "url", "retry", "timeout");
    public static readonly KeyTable Command = new("do command", "do", "run", "timeout");
    public static readonly KeyTable Snapshot = new("do snapshot", "do");

    public static readonly KeyTable[] All =
    [
        File, Stale, Zone, Input, Rule, Condition, Schedule, SwitchOutput, PwmOutput, ServoOutput,
        On, Off, Pulse, Pattern, Duty, Angle, Webhook, Command, Snapshot,
    ];
}

/// <summary>The keys of one kind of object.</summary>
/// <param name="Name">What messages call the object.</param>
/// <param name="Names">Its keys.</param>
internal sealed record KeyTable(string Name, params string[] Names);
