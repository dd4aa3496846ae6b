using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Engine;

/// <summary>All outputs, and what the rules want of them.</summary>
internal sealed class OutputBank
{
    private readonly Channel[] _channels;
    private readonly Channel[][] _ofRule;
    private readonly OutputMachine[] _outputs;

    public OutputBank(RuleSet rules)
    {
        _ofRule = [.. rules.Rules.Select(ChannelsOf)];
        _channels = [.. _ofRule.SelectMany(channels => channels)];
        _outputs = [.. rules.Outputs.Select((output, index) =>
            new OutputMachine(index, output, [.. _channels.Where(channel => channel.Output == index)]))];
    }

    /// <summary>When the next step of a pulse or pattern ends.</summary>
    public long NextDeadline
    {
        get
        {
            long next = Nanoseconds.Never;
            foreach (Channel channel in _channels)
                next = Math.Min(next, channel.StepEnds);
            return next;
        }
    }

    public double ValueOf(int output) => _outputs[output].Value;

    /// <summary>A rule begins something.</summary>
    public void Begin(long now, int rule, OutputSpec spec, Reason reason)
    {
        foreach (Channel channel in _ofRule[rule])
        {
            if (channel.Output == spec.Output)
                channel.Begin(now, spec);
        }

        _outputs[spec.Output].Blame(rule, reason);
    }

    /// <summary>A rule turned off.</summary>
    public void End(int rule, Reason reason)
    {
        foreach (Channel channel in _ofRule[rule])
        {
            channel.End();
            _outputs[channel.Output].Blame(rule, reason);
        }
    }

    /// <summary>Frames count again: what changes now changes because of that.</summary>
    public void Watch()
    {
        foreach (OutputMachine output in _outputs)
            output.Blame(-1, Reason.Frame);
    }

    /// <summary>Goes to the next step of every pulse and pattern whose step has ended.</summary>
    public void NextSteps(long now)
    {
        for (int rule = 0; rule < _ofRule.Length; rule++)
        {
            foreach (Channel channel in _ofRule[rule])
            {
                if (channel.StepEnds > now)
                    continue;
                channel.NextStep();
                _outputs[channel.Output].Blame(rule, Reason.Timer);
            }
        }
    }

    /// <summary>Brings every output to what is wanted of it.</summary>
    public void Settle(long now, Log<RuleAction> actions)
    {
        foreach (OutputMachine output in _outputs)
            output.Settle(now, actions);
    }

    /// <summary>Makes every output safe.</summary>
    public void MakeSafe(long now, Reason reason, Log<RuleAction> actions)
    {
        foreach (OutputMachine output in _outputs)
            output.MakeSafe(now, reason, actions);
    }

    private static Channel[] ChannelsOf(Rule rule) =>
        [.. rule.Then.Concat(rule.Finally).OfType<OutputSpec>().Select(spec => spec.Output).Distinct().Select(output => new Channel(output))];
}
