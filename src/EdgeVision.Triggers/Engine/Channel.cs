using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Engine;

/// <summary>What one rule wants of one output.</summary>
internal sealed class Channel(int output)
{
    private PatternSpec? _pattern;
    private int _step;
    private long _roundsLeft;

    public int Output => output;

    /// <summary>What the rule wants, or <see langword="null"/> when it wants nothing.</summary>
    public double? Value { get; private set; }

    /// <summary>When the present step of a pulse or pattern ends.</summary>
    public long StepEnds { get; private set; } = Nanoseconds.Never;

    /// <summary>Begins what the rule says.</summary>
    public void Begin(long now, OutputSpec spec)
    {
        Release();
        if (spec is SetSpec set)
        {
            Value = set.Value;
            return;
        }

        _pattern = (PatternSpec)spec;
        (_step, _roundsLeft) = (0, _pattern.Repeat);
        Show(now);
    }

    /// <summary>Goes to the next step; the present one has ended.</summary>
    public void NextStep()
    {
        if (++_step == _pattern!.Steps.Count)
        {
            _step = 0;
            _roundsLeft--;
        }

        // An endless pattern began with no rounds left, so it is below zero whenever a round ends.
        if (_step == 0 && _roundsLeft == 0)
            Release();
        else
            Show(StepEnds);
    }

    /// <summary>The rule turned off: ends what has no end of its own. Pulses and counted patterns run on.</summary>
    public void End()
    {
        if (_pattern is null or { Repeat: 0 })
            Release();
    }

    /// <summary>Wants nothing from now on.</summary>
    public void Release() => (_pattern, Value, StepEnds) = (null, null, Nanoseconds.Never);

    private void Show(long now)
    {
        PatternStep step = _pattern!.Steps[_step];
        (Value, StepEnds) = (step.Value, now + Nanoseconds.Of(step.Duration));
    }
}
