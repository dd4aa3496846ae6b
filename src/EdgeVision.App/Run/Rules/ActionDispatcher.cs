using EdgeVision.App.Run.Actions;
using EdgeVision.App.Run.Events;
using EdgeVision.App.Run.Outputs;
using EdgeVision.App.Run.Pictures;
using EdgeVision.App.Run.Statistics;
using EdgeVision.Devices;
using EdgeVision.Triggers.Engine;
using EdgeVision.Triggers.Rules;
using RuleOutput = EdgeVision.Triggers.Rules.Output;

namespace EdgeVision.App.Run.Rules;

/// <summary>Does what the rule engine wants: pins at once, everything slow by others.</summary>
internal sealed class ActionDispatcher(
    RuleSet rules, IReadOnlyList<string> labels, OutputBank outputs, SlowActions slow, PictureTaker pictures, EventLog events,
    RunStatistics statistics)
{
    // What each rule saw when it last turned on, for the actions that follow.
    private readonly (int Class, float Probability)[] _seen = new (int, float)[rules.Rules.Count];
    private readonly bool[] _on = new bool[rules.Rules.Count];
    private readonly bool[] _drivesPins = [.. rules.Rules.Select(rule => rule.Then.Concat(rule.Finally).Any(spec => spec is OutputSpec))];

    /// <summary>Does one thing.</summary>
    /// <param name="action">What.</param>
    /// <param name="captured">When the frame was captured that it follows from; of actions with another reason, anything.</param>
    /// <exception cref="Devices.Pins.PinException">A pin cannot be driven any more.</exception>
    public void Do(in RuleAction action, long captured)
    {
        switch (action.Kind)
        {
            case ActionKind.Webhook or ActionKind.Command:
                slow.Do(action, CauseOf(action));
                break;
            case ActionKind.Snapshot:
                pictures.Want(PictureUse.Snapshot, CauseOf(action));
                break;
            case ActionKind.Teach:
                pictures.Want(PictureUse.Lesson, CauseOf(action));
                break;
            default:
                Drive(action, captured);
                break;
        }
    }

    /// <summary>Tells people.</summary>
    public void Tell(in RuleEvent happened)
    {
        RunEventKind kind = happened.Kind switch
        {
            EventKind.RuleOn => RunEventKind.RuleOn,
            EventKind.RuleOff => RunEventKind.RuleOff,
            EventKind.Armed => RunEventKind.Armed,
            EventKind.Disarmed => RunEventKind.Disarmed,
            EventKind.Watching => RunEventKind.Watching,
            _ => RunEventKind.Safe,
        };
        var told = new RunEvent(kind, happened.Time) { Reason = happened.Reason };
        if (happened.Rule >= 0)
        {
            _on[happened.Rule] = happened.Kind switch
            {
                EventKind.RuleOn => true,
                EventKind.RuleOff => false,
                _ => _on[happened.Rule],
            };
            if (happened.Kind == EventKind.RuleOn)
                _seen[happened.Rule] = (happened.Class, happened.Probability);
            told = told with
            {
                Rule = rules.Rules[happened.Rule].Name,
                Label = happened.Class >= 0 ? labels[happened.Class] : null,
                Probability = happened.Probability,
                IsToldByPin = _drivesPins[happened.Rule],
            };
        }

        events.Tell(told);
    }

    private void Drive(in RuleAction action, long captured)
    {
        double before = outputs.Values[action.Output];
        if (!outputs.Apply(action.Output, action.Value))
            return;
        statistics.PinWrites++;
        if (action.Reason == Reason.Frame)
            statistics.PhotonToPin.Add(MonotonicClock.Nanoseconds - captured);
        if (before == action.Value)
            return;
        RuleOutput output = outputs.Outputs[action.Output];
        Cause cause = CauseOf(action);
        bool seen = action.Rule >= 0 && _on[action.Rule]; // else the pin changes because nothing is seen any more
        events.Tell(new RunEvent(RunEventKind.Pin, MonotonicClock.Nanoseconds)
        {
            Pin = outputs.Numbers[action.Output],
            Drive = output.Kind,
            Value = output.Kind == OutputKind.Switch ? (output.IsHigh(action.Value) ? 1 : 0) : action.Value,
            Reason = action.Reason,
            Rule = cause.Rule,
            Label = seen ? cause.Label : null,
            Probability = seen ? cause.Probability : 0,
        });
    }

    private Cause CauseOf(in RuleAction action)
    {
        if (action.Rule < 0)
            return new Cause(action.Time, null, null, 0);
        (int seen, float probability) = _seen[action.Rule];
        return new Cause(action.Time, rules.Rules[action.Rule].Name, labels[seen], probability);
    }
}
