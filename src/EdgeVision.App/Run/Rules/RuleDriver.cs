using EdgeVision.App.Run.Recording;
using EdgeVision.App.Run.Statistics;
using EdgeVision.Devices;
using EdgeVision.Triggers.Engine;

namespace EdgeVision.App.Run.Rules;

/// <summary>
/// Runs the rule engine: records what it is told and what it answers, and passes the answers on. Allocates nothing per frame.
/// </summary>
internal sealed class RuleDriver(RuleEngine engine, ActionDispatcher dispatcher, SessionRecorder? recorder, RunStatistics statistics)
{
    /// <summary>When <see cref="TickIfDue"/> has something to do.</summary>
    public long NextDeadline => engine.NextDeadline;

    /// <summary>A frame was classified; see <see cref="RuleEngine.Frame"/>.</summary>
    public void Frame(in FrameTime time, ReadOnlySpan<sbyte> scores, ReadOnlySpan<float> probabilities)
    {
        long start = MonotonicClock.Nanoseconds;
        engine.Frame(time, probabilities);
        statistics.Rules.Add(MonotonicClock.Nanoseconds - start);
        recorder?.Frame(time, scores);
        PassOn(time.Captured);
    }

    /// <summary>Time has passed; only deadlines that have come are worth recording.</summary>
    public void TickIfDue(long now)
    {
        if (now < engine.NextDeadline)
            return;
        engine.Tick(now);
        recorder?.Tick(now);
        PassOn(now);
    }

    public void SetInput(long now, int input, bool active)
    {
        engine.SetInput(now, input, active);
        recorder?.Input(now, input, active);
        PassOn(now);
    }

    public void Fault(long now)
    {
        engine.Fault(now);
        recorder?.Fault(now);
        PassOn(now);
    }

    public void Stop(long now)
    {
        engine.Stop(now);
        recorder?.Stop(now);
        PassOn(now);
    }

    private void PassOn(long captured)
    {
        // Recorded before they are done: a pin that fails must not take the record of what was wanted with it.
        foreach (ref readonly RuleAction action in engine.Actions)
            recorder?.Action(action);
        foreach (ref readonly RuleEvent happened in engine.Events)
            dispatcher.Tell(happened);
        if (engine.Actions.IsEmpty)
            return;
        long start = MonotonicClock.Nanoseconds;
        foreach (ref readonly RuleAction action in engine.Actions)
            dispatcher.Do(action, captured);
        statistics.Pins.Add(MonotonicClock.Nanoseconds - start);
    }
}
