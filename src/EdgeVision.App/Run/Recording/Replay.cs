using System.Globalization;
using EdgeVision.App.Run.Classification;
using EdgeVision.App.Run.Events;
using EdgeVision.Triggers.Engine;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.App.Run.Recording;

/// <summary>Feeds a recorded session through the rule engine again, with the same rules or others.</summary>
internal sealed class Replay
{
    private readonly SessionReader _session;
    private readonly RuleSet _recordedRules;
    private readonly RuleSet _rules;
    private readonly RuleEngine _engine;
    private readonly int[] _zones;
    private readonly Scores _meaning;
    private readonly float[] _probabilities;
    private readonly float[] _recorded;

    /// <param name="session">The session.</param>
    /// <param name="rules">Other rules, or <see langword="null"/> for the recorded ones.</param>
    /// <exception cref="RulesException">The rules do not fit the recorded labels or pins.</exception>
    /// <exception cref="BadInputException">The rules look at a zone that was not recorded.</exception>
    public Replay(SessionReader session, RuleSet? rules)
    {
        _session = session;
        _recordedRules = RuleSet.Parse(session.Header.Rules, session.Header.RulesFile);
        _rules = rules ?? _recordedRules;
        _engine = new RuleEngine(_rules, new RuleContext { Labels = session.Header.Labels, Pins = session.Header.Board });
        _zones = [.. _rules.Zones.Select(ZoneIndex)];
        _meaning = new Scores(session.Header.ScoreScale, session.Header.ScoreZeroPoint);
        _probabilities = new float[_engine.ProbabilitiesPerFrame];
        _recorded = new float[session.Header.Zones.Count * session.Header.Labels.Count];
    }

    /// <summary>What the engine was told so far.</summary>
    public long Inputs { get; private set; }

    /// <summary>What it answered so far.</summary>
    public long Actions { get; private set; }

    /// <summary>Runs to the end and looks for the first answer that is not as recorded.</summary>
    /// <returns>The difference in one line, or <see langword="null"/> when there is none.</returns>
    public string? FindDifference()
    {
        long start = 0;
        while (_session.Read() is { } step)
        {
            start = Inputs == 0 ? step.Now : start;
            Tell(step);
            if (Compare(step) is { } difference)
            {
                return string.Create(CultureInfo.InvariantCulture,
                    $"input {Inputs} ({step.Kind.ToString().ToLowerInvariant()} at {(step.Now - start) / 1e9:F3} s): {difference}");
            }
        }

        return null;
    }

    /// <summary>Runs to the end and writes what happens to the pins, and when rules turn on and off.</summary>
    public void Write(IEventWriter writer)
    {
        while (_session.Read() is { } step)
        {
            Tell(step);
            foreach (ref readonly RuleEvent happened in _engine.Events)
            {
                if (happened.Kind is EventKind.RuleOn or EventKind.RuleOff)
                    writer.Write(EventOf(happened));
            }

            foreach (ref readonly RuleAction action in _engine.Actions)
            {
                if (action.Output >= 0)
                    writer.Write(EventOf(action));
            }
        }
    }

    private int ZoneIndex(Zone wanted)
    {
        for (int i = 0; i < _session.Header.Zones.Count; i++)
        {
            if (_session.Header.Zones[i] with { Name = wanted.Name } == wanted)
                return i;
        }

        throw new BadInputException($"{_rules.FileName}: the zone '{wanted.Name}' was not recorded; replay rules that look at the same parts of the picture");
    }

    private void Tell(SessionStep step)
    {
        Inputs++;
        switch (step.Kind)
        {
            case RecordKind.Frame:
                TellFrame(step);
                break;
            case RecordKind.Tick:
                _engine.Tick(step.Now);
                break;
            case RecordKind.Input:
                TellInput(step);
                break;
            case RecordKind.Fault:
                _engine.Fault(step.Now);
                break;
            default:
                _engine.Stop(step.Now);
                break;
        }

        Actions += _engine.Actions.Length;
    }

    private void TellFrame(SessionStep step)
    {
        int classes = _session.Header.Labels.Count;
        _meaning.ToProbabilities(step.Scores, _recorded);
        for (int zone = 0; zone < _zones.Length; zone++)
            _recorded.AsSpan(_zones[zone] * classes, classes).CopyTo(_probabilities.AsSpan(zone * classes));
        _engine.Frame(step.Time, _probabilities);
    }

    // Other rules may have the same switch in another place, or none.
    private void TellInput(SessionStep step)
    {
        if ((uint)step.Input >= (uint)_recordedRules.Inputs.Count)
            throw new BadInputException($"input {Inputs}: the recorded rules have no switch {step.Input}; the file is damaged");
        string name = _recordedRules.Inputs[step.Input].Name;
        int input = _rules.Inputs.TakeWhile(candidate => candidate.Name != name).Count();
        if (input < _rules.Inputs.Count)
            _engine.SetInput(step.Now, input, step.Active);
        else
            _engine.Tick(step.Now);
    }

    private string? Compare(SessionStep step)
    {
        int actions = Math.Max(step.Actions.Count, step.IsWhole ? _engine.Actions.Length : 0);
        for (int i = 0; i < actions; i++)
        {
            RuleAction? recorded = i < step.Actions.Count ? step.Actions[i] : null;
            RuleAction? now = i < _engine.Actions.Length ? _engine.Actions[i] with { Spec = null } : null;
            if (!AreEqual(recorded, now))
                return $"recorded was {Describe(recorded)}, now it is {Describe(now)}";
        }

        return null;
    }

    // Bit for bit: equality of numbers would take −0 for 0.
    private static bool AreEqual(RuleAction? recorded, RuleAction? now) =>
        recorded is { } a && now is { } b
        && a with { Value = 0 } == b with { Value = 0 }
        && BitConverter.DoubleToInt64Bits(a.Value) == BitConverter.DoubleToInt64Bits(b.Value);

    private static string Describe(RuleAction? action) => action is not { } a
        ? "nothing"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{a.Kind.ToString().ToLowerInvariant()} {a.Value} of output {a.Output} by rule {a.Rule} at {a.Time} ns ({a.Reason.ToString().ToLowerInvariant()})");

    private RunEvent EventOf(in RuleEvent happened) =>
        new(happened.Kind == EventKind.RuleOn ? RunEventKind.RuleOn : RunEventKind.RuleOff, happened.Time)
        {
            Rule = _rules.Rules[happened.Rule].Name,
            Label = happened.Class >= 0 ? _session.Header.Labels[happened.Class] : null,
            Probability = happened.Probability,
            Reason = happened.Reason,
        };

    private RunEvent EventOf(in RuleAction action)
    {
        Triggers.Rules.Output output = _rules.Outputs[action.Output];
        return new RunEvent(RunEventKind.Pin, action.Time)
        {
            Rule = action.Rule >= 0 ? _rules.Rules[action.Rule].Name : null,
            Pin = _session.Header.Board.Resolve(output.Pin),
            Drive = output.Kind,
            Value = output.Kind == OutputKind.Switch ? (output.IsHigh(action.Value) ? 1 : 0) : action.Value,
            Reason = action.Reason,
        };
    }
}
