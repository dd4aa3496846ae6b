using System.Numerics;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Engine;

/// <summary>
/// Whether one rule is on. It turns on only with a frame; it turns off with a frame, with the arm switch, or at a deadline.
/// </summary>
internal sealed class RuleMachine
{
    private readonly Condition _when;
    private readonly int[] _classes;
    private readonly long _minimumOn;
    private readonly long _minimumOff;
    private readonly long _cooldown;
    private readonly long _hold;
    private readonly ulong _window;

    // The last frames, the newest in bit 0: which were probable enough for turning on, and which for staying on.
    private ulong _hits;
    private ulong _keeps;

    private long _onSince;
    private long _keptAt;
    private long _notBefore = long.MinValue;

    /// <param name="rule">The rule.</param>
    /// <param name="classes">The classes that it looks for, at least one.</param>
    public RuleMachine(Rule rule, int[] classes)
    {
        (_when, _classes) = (rule.When, classes);
        _minimumOn = Nanoseconds.Of(rule.MinimumOn);
        _minimumOff = Nanoseconds.Of(rule.MinimumOff);
        _cooldown = Nanoseconds.Of(rule.Cooldown);
        _hold = Nanoseconds.Of(rule.Hold);
        _window = ulong.MaxValue >> 64 - _when.FramesOf;
    }

    public bool IsOn { get; private set; }

    /// <summary>When the rule turns off unless a frame says otherwise before.</summary>
    public long OffAt { get; private set; } = Nanoseconds.Never;

    /// <summary>Why the rule turns off at <see cref="OffAt"/>.</summary>
    public Reason OffReason { get; private set; }

    /// <summary>The most probable of the rule's classes in the last frame.</summary>
    public int Class { get; private set; } = -1;

    /// <summary>The probability of <see cref="Class"/>.</summary>
    public float Probability { get; private set; }

    /// <summary>Takes a frame into account.</summary>
    /// <param name="now">The time.</param>
    /// <param name="local">What the clock on the wall shows.</param>
    /// <param name="armed">Whether the arm switch is active.</param>
    /// <param name="probabilities">Of every class, in the rule's zone.</param>
    /// <returns>Whether the rule turned on.</returns>
    public bool Look(long now, DateTime local, bool armed, ReadOnlySpan<float> probabilities)
    {
        FindMostProbable(probabilities);
        _hits = Shift(_hits, Probability >= _when.AtLeast);
        _keeps = Shift(_keeps, Probability >= _when.UntilBelow);
        bool scheduled = _when.Schedule?.Contains(local) ?? true;
        bool allowed = scheduled && IsArmedRight(armed);
        if (!IsOn)
            return allowed && IsEnough(_hits) && now >= _notBefore && TurnOn(now);
        if (!allowed)
            End(now, scheduled ? Reason.Input : Reason.Schedule);
        else if (IsEnough(_keeps))
            (_keptAt, OffAt) = (now, Nanoseconds.Never);
        else
            SetOff(now, Math.Max(_keptAt + _hold, _onSince + _minimumOn), Reason.Frame);
        return false;
    }

    /// <summary>Takes a change of the arm switch into account.</summary>
    public void Arm(long now, bool armed)
    {
        if (IsOn && !IsArmedRight(armed))
            End(now, Reason.Input);
    }

    /// <summary>Turns off.</summary>
    public void TurnOff(long now)
    {
        IsOn = false;
        OffAt = Nanoseconds.Never;
        _notBefore = Math.Max(now + _minimumOff, _onSince + _cooldown);
    }

    /// <summary>Turns off and forgets the frames; counting starts again.</summary>
    public void Reset(long now)
    {
        _hits = _keeps = 0;
        if (IsOn)
            TurnOff(now);
    }

    private bool TurnOn(long now)
    {
        IsOn = true;
        _onSince = _keptAt = now;
        return true;
    }

    // Not allowed any more: that leaves no reason to hold, but a relay still wants its minimum time.
    private void End(long now, Reason reason) => SetOff(now, _onSince + _minimumOn, reason);

    private void SetOff(long now, long at, Reason reason) =>
        (OffAt, OffReason) = at <= now ? (now, reason) : (at, Reason.Timer);

    private bool IsArmedRight(bool armed) => _when.Armed is null || _when.Armed == armed;

    private bool IsEnough(ulong frames) => BitOperations.PopCount(frames) >= _when.FramesNeeded;

    private ulong Shift(ulong frames, bool newest) => (frames << 1 | (newest ? 1UL : 0)) & _window;

    private void FindMostProbable(ReadOnlySpan<float> probabilities)
    {
        Class = _classes[0];
        foreach (int candidate in _classes)
        {
            if (probabilities[candidate] > probabilities[Class])
                Class = candidate;
        }

        Probability = probabilities[Class];
    }
}
