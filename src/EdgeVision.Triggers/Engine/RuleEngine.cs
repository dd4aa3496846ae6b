using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Engine;

/// <summary>
/// Decides what the outputs do: frames, ticks, switches and faults in, actions and events out. It has no clock: the same calls give the
/// same actions, always. Whatever is due before a call's time happens first, at its own time, so more ticks give no other actions, only
/// earlier ones. Nothing is allocated per call. Before the first call the outputs must be at <see cref="Output.Safe"/>.
/// </summary>
public sealed class RuleEngine
{
    private readonly RuleSet _rules;
    private readonly int _classes;
    private readonly long _staleAfter;
    private readonly RuleMachine[] _machines;
    private readonly int[] _zones;
    private readonly OutputBank _outputs;
    private readonly bool[] _inputs;
    private readonly Log<RuleAction> _actions;
    private readonly Log<RuleEvent> _events;
    private long _now;
    private long _staleAt = Nanoseconds.Never;
    private bool _armed;

    /// <summary>Prepares rules for a model and a computer.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="context">What they are checked against; the labels must be known.</param>
    /// <exception cref="ArgumentException">The labels are not known.</exception>
    /// <exception cref="RulesException"><see cref="RuleSet.Check"/> finds errors.</exception>
    public RuleEngine(RuleSet rules, RuleContext context)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(context);
        IReadOnlyList<string> labels = context.Labels ?? throw new ArgumentException("the labels must be known", nameof(context));
        if (rules.Check(context) is { Count: > 0 } errors)
            throw new RulesException(errors);
        _rules = rules;
        _classes = labels.Count;
        _staleAfter = Nanoseconds.Of(rules.StaleAfter);
        _inputs = new bool[rules.Inputs.Count];
        _machines = [.. rules.Rules.Select(rule => new RuleMachine(rule, rule.When.Label.Match(labels)))];
        _zones = [.. rules.Rules.Select(rule => rules.Zones.TakeWhile(zone => !zone.Covers(rule.When.Zone)).Count())];
        _outputs = new OutputBank(rules);
        _actions = new Log<RuleAction>(rules.Rules.Sum(rule => rule.Then.Count + rule.Finally.Count) + 4 * rules.Outputs.Count + 16);
        _events = new Log<RuleEvent>(2 * _machines.Length + 16);
    }

    /// <summary>Whether rules count.</summary>
    public EngineState State { get; private set; }

    /// <summary>How many probabilities a frame has: for every zone of <see cref="RuleSet.Zones"/>, one per class.</summary>
    public int ProbabilitiesPerFrame => _classes * _rules.Zones.Count;

    /// <summary>What the last call wants to be done, in this order; valid until the next call.</summary>
    public ReadOnlySpan<RuleAction> Actions => _actions.Items;

    /// <summary>What happened in the last call; valid until the next call.</summary>
    public ReadOnlySpan<RuleEvent> Events => _events.Items;

    /// <summary>When <see cref="Tick"/> should be called if nothing happens before; <see cref="long.MaxValue"/> for never.</summary>
    public long NextDeadline
    {
        get
        {
            long next = Math.Min(_staleAt, _outputs.NextDeadline);
            foreach (RuleMachine machine in _machines)
                next = Math.Min(next, machine.OffAt);
            return next;
        }
    }

    /// <summary>Whether a rule is on.</summary>
    /// <param name="rule">Its index in <see cref="RuleSet.Rules"/>.</param>
    public bool IsOn(int rule) => _machines[rule].IsOn;

    /// <summary>What an output does: 1 (on) or 0 (off), a duty, or an angle in degrees.</summary>
    /// <param name="output">Its index in <see cref="RuleSet.Outputs"/>.</param>
    public double ValueOf(int output) => _outputs.ValueOf(output);

    /// <summary>A frame was classified.</summary>
    /// <param name="time">When. A time before that of an earlier call counts as that.</param>
    /// <param name="probabilities">For every zone of <see cref="RuleSet.Zones"/>, the probability of every class; row-major [zone, class].</param>
    /// <exception cref="ArgumentException">There are not <see cref="ProbabilitiesPerFrame"/> probabilities.</exception>
    public void Frame(in FrameTime time, ReadOnlySpan<float> probabilities)
    {
        if (probabilities.Length != ProbabilitiesPerFrame)
            throw new ArgumentException($"{ProbabilitiesPerFrame} probabilities are needed, not {probabilities.Length}", nameof(probabilities));
        if (!Begin(time.Now))
            return;
        long captured = Math.Min(time.Captured, _now);
        if (captured <= _now - _staleAfter)
        {
            MakeSafe(Reason.Stale);
            return;
        }

        Watch();
        _staleAt = captured + _staleAfter;
        for (int rule = 0; rule < _machines.Length; rule++)
        {
            if (_machines[rule].Look(_now, time.Local, _armed, probabilities.Slice(_zones[rule] * _classes, _classes)))
                TurnOn(rule);
        }

        Fire();
    }

    /// <summary>Time has passed.</summary>
    /// <param name="now">The time, in nanoseconds from 0. A time before that of an earlier call counts as that.</param>
    public void Tick(long now) => Begin(now);

    /// <summary>A switch or button may have changed; they count as inactive until they are reported.</summary>
    /// <param name="now">The time, in nanoseconds from 0. A time before that of an earlier call counts as that.</param>
    /// <param name="input">Its index in <see cref="RuleSet.Inputs"/>.</param>
    /// <param name="active">Whether it is active: at the level <see cref="Rules.Input.Active"/>.</param>
    public void SetInput(long now, int input, bool active)
    {
        if (!Begin(now) || _inputs[input] == active)
            return;
        _inputs[input] = active;
        if (_rules.Inputs[input].Use == InputUse.Arm)
            Arm(active);
        else if (active)
            _actions.Add(new RuleAction(_now, _rules.Inputs[input].Use == InputUse.Teach ? ActionKind.Teach : ActionKind.Snapshot, Reason.Input, -1));
    }

    /// <summary>Something is broken: every output is safe until the next frame.</summary>
    /// <param name="now">The time, in nanoseconds from 0. A time before that of an earlier call counts as that.</param>
    public void Fault(long now)
    {
        if (Begin(now))
            MakeSafe(Reason.Fault);
    }

    /// <summary>The end: every output is safe, and later calls do nothing.</summary>
    /// <param name="now">The time, in nanoseconds from 0. A time before that of an earlier call counts as that.</param>
    public void Stop(long now)
    {
        if (!Begin(now))
            return;
        EnterSafe(Reason.Stop);
        State = EngineState.Stopped;
    }

    // Everything that is due until now happens first, each at its own time.
    private bool Begin(long now)
    {
        _actions.Clear();
        _events.Clear();
        now = Math.Max(now, _now);
        for (long due = NextDeadline; due <= now; due = NextDeadline)
        {
            _now = due;
            Fire();
        }

        _now = now;
        return State != EngineState.Stopped;
    }

    private void Fire()
    {
        if (_staleAt <= _now)
        {
            MakeSafe(Reason.Stale);
            return;
        }

        for (int rule = 0; rule < _machines.Length; rule++)
        {
            if (_machines[rule].OffAt <= _now)
                TurnOff(rule);
        }

        _outputs.NextSteps(_now);
        _outputs.Settle(_now, _actions);
    }

    private void Arm(bool armed)
    {
        _armed = armed;
        _events.Add(new RuleEvent(_now, armed ? EventKind.Armed : EventKind.Disarmed, Reason.Input));
        foreach (RuleMachine machine in _machines)
            machine.Arm(_now, armed);
        if (State == EngineState.Watching)
            Fire();
    }

    private void Watch()
    {
        if (State == EngineState.Watching)
            return;
        State = EngineState.Watching;
        _events.Add(new RuleEvent(_now, EventKind.Watching, Reason.Frame));
        _outputs.Watch();
    }

    private void MakeSafe(Reason reason)
    {
        if (State != EngineState.Safe)
            EnterSafe(reason);
    }

    private void EnterSafe(Reason reason)
    {
        State = EngineState.Safe;
        _staleAt = Nanoseconds.Never;
        for (int rule = 0; rule < _machines.Length; rule++)
        {
            if (_machines[rule].IsOn)
                Report(rule, EventKind.RuleOff, reason);
            _machines[rule].Reset(_now);
        }

        _outputs.MakeSafe(_now, reason, _actions);
        _events.Add(new RuleEvent(_now, EventKind.Safe, reason));
    }

    private void TurnOn(int rule)
    {
        Report(rule, EventKind.RuleOn, Reason.Frame);
        Do(rule, _rules.Rules[rule].Then, Reason.Frame);
    }

    private void TurnOff(int rule)
    {
        Reason reason = _machines[rule].OffReason;
        _machines[rule].TurnOff(_now);
        Report(rule, EventKind.RuleOff, reason);
        _outputs.End(rule, reason);
        Do(rule, _rules.Rules[rule].Finally, reason);
    }

    private void Do(int rule, IReadOnlyList<ActionSpec> specs, Reason reason)
    {
        for (int i = 0; i < specs.Count; i++)
        {
            switch (specs[i])
            {
                case OutputSpec spec:
                    _outputs.Begin(_now, rule, spec, reason);
                    break;
                case WebhookSpec webhook:
                    _actions.Add(new RuleAction(_now, ActionKind.Webhook, reason, rule, Spec: webhook));
                    break;
                case CommandSpec command:
                    _actions.Add(new RuleAction(_now, ActionKind.Command, reason, rule, Spec: command));
                    break;
                default:
                    _actions.Add(new RuleAction(_now, ActionKind.Snapshot, reason, rule));
                    break;
            }
        }
    }

    private void Report(int rule, EventKind kind, Reason reason) =>
        _events.Add(new RuleEvent(_now, kind, reason, rule, _machines[rule].Class, _machines[rule].Probability));
}
