using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Engine;

/// <summary>What one output does, and who decides.</summary>
internal sealed class OutputMachine(int index, Output output, Channel[] channels)
{
    private readonly ActionKind _kind = output.Kind switch
    {
        OutputKind.Pwm => ActionKind.Duty,
        OutputKind.Servo => ActionKind.Angle,
        _ => ActionKind.Switch,
    };

    // Who changed last what it wants of this output: that is who is named when the output changes.
    private int _rule = -1;
    private Reason _reason;

    /// <summary>What the output does now.</summary>
    public double Value { get; private set; } = output.Safe;

    /// <summary>Remembers who changed something, for the next action.</summary>
    public void Blame(int rule, Reason reason) => (_rule, _reason) = (rule, reason);

    /// <summary>Brings the output to what is wanted of it now: the highest wish, or idle.</summary>
    public void Settle(long now, Log<RuleAction> actions)
    {
        double? wanted = null;
        foreach (Channel channel in channels)
        {
            if (channel.Value is { } value && !(value <= wanted))
                wanted = value;
        }

        if ((wanted ?? output.Idle) == Value)
            return;
        Value = wanted ?? output.Idle;
        actions.Add(new RuleAction(now, _kind, _reason, _rule, index, Value));
    }

    /// <summary>Makes the output safe, and says so whatever it did before.</summary>
    public void MakeSafe(long now, Reason reason, Log<RuleAction> actions)
    {
        foreach (Channel channel in channels)
            channel.Release();
        Value = output.Safe;
        actions.Add(new RuleAction(now, _kind, reason, -1, index, Value));
    }
}
