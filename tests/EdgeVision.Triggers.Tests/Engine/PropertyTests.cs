using EdgeVision.Testing;
using EdgeVision.Triggers.Engine;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Tests.Engine;

/// <summary>What holds for any rules and any calls.</summary>
public class PropertyTests
{
    private const int Sessions = 60;
    private const int Calls = 120;

    [Fact]
    public void Minimum_times_and_cooldown_are_always_respected()
    {
        int transitions = 0;
        ForAnySession((rules, calls, _) =>
        {
            for (int rule = 0; rule < rules.Rules.Count; rule++)
            {
                Rule read = rules.Rules[rule];
                long lastOn = -1, lastOff = -1;
                foreach (RuleEvent change in Scenario.Play(rules, calls).Events.Where(change => change.Rule == rule))
                {
                    if (change.Kind == EventKind.RuleOn)
                    {
                        Assert.True(lastOn < 0 || change.Time - lastOn >= Scene.Nanoseconds(read.Cooldown.TotalMilliseconds));
                        Assert.True(lastOff < 0 || change.Time - lastOff >= Scene.Nanoseconds(read.MinimumOff.TotalMilliseconds));
                        lastOn = change.Time;
                    }
                    else
                    {
                        bool watched = change.Reason is not (Reason.Stale or Reason.Fault or Reason.Stop);
                        Assert.True(!watched || change.Time - lastOn >= Scene.Nanoseconds(read.MinimumOn.TotalMilliseconds));
                        lastOff = change.Time;
                    }

                    transitions++;
                }
            }
        });
        Assert.InRange(transitions, 500, int.MaxValue);
    }

    [Fact]
    public void The_same_calls_give_the_same_actions() => ForAnySession((rules, calls, _) =>
    {
        (List<RuleAction> actions, List<RuleEvent> events) = Scenario.Play(rules, calls);
        (List<RuleAction> again, List<RuleEvent> eventsAgain) = Scenario.Play(rules, calls);
        Assert.Equal(actions, again);
        Assert.Equal(events, eventsAgain);
        Assert.True(actions.Zip(actions.Skip(1)).All(pair => pair.First.Time <= pair.Second.Time));
    });

    [Fact]
    public void More_ticks_change_nothing() => ForAnySession((rules, calls, prng) =>
    {
        (List<RuleAction> actions, List<RuleEvent> events) = Scenario.Play(rules, calls);
        (List<RuleAction> ticked, List<RuleEvent> tickedEvents) = Scenario.Play(rules, WithTicks(calls, prng));
        Assert.Equal(actions, ticked);
        Assert.Equal(events, tickedEvents);
    });

    [Fact]
    public void A_caller_that_ticks_at_every_deadline_gets_every_action_in_time() => ForAnySession((rules, calls, _) =>
    {
        RuleEngine engine = Scenario.Engine(rules);
        var actions = new List<RuleAction>();
        foreach (Call call in calls)
        {
            for (long deadline = engine.NextDeadline; deadline <= call.Now; deadline = engine.NextDeadline)
            {
                engine.Tick(deadline);
                Assert.All(engine.Actions.ToArray(), action => Assert.Equal(deadline, action.Time));
                actions.AddRange(engine.Actions);
            }

            Scenario.Do(engine, call);
            Assert.All(engine.Actions.ToArray(), action => Assert.Equal(call.Now, action.Time));
            actions.AddRange(engine.Actions);
        }

        Assert.Equal(Scenario.Play(rules, calls).Actions, actions);
    });

    [Fact]
    public void Outputs_are_safe_whenever_nobody_watches_and_after_the_stop()
    {
        int unwatched = 0;
        ForAnySession((rules, calls, _) =>
        {
            RuleEngine engine = Scenario.Engine(rules);
            double[] pins = [.. rules.Outputs.Select(output => output.Safe)];
            foreach (Call call in calls)
            {
                Scenario.Do(engine, call);
                foreach (RuleAction action in engine.Actions.ToArray().Where(action => action.Output >= 0))
                    pins[action.Output] = action.Value;
                Assert.Equal(pins, Enumerable.Range(0, pins.Length).Select(engine.ValueOf));
                if (engine.State == EngineState.Watching)
                    continue;
                Assert.Equal(rules.Outputs.Select(output => output.Safe), pins);
                Assert.DoesNotContain(Enumerable.Range(0, rules.Rules.Count), engine.IsOn);
                unwatched++;
            }

            Assert.Equal(EngineState.Stopped, engine.State);
            Assert.True(engine.Actions.Length >= pins.Length);
        });
        Assert.InRange(unwatched, 2 * Sessions, int.MaxValue);
    }

    [Fact]
    public void While_watching_an_action_is_a_change() => ForAnySession((rules, calls, _) =>
    {
        double[] pins = [.. rules.Outputs.Select(output => output.Safe)];
        foreach (RuleAction action in Scenario.Play(rules, calls).Actions.Where(action => action.Output >= 0))
        {
            Assert.True(action.Reason is Reason.Stale or Reason.Fault or Reason.Stop || pins[action.Output] != action.Value);
            pins[action.Output] = action.Value;
        }
    });

    [Fact]
    public void K_of_n_with_hysteresis_is_as_a_naive_window_says()
    {
        var prng = new Prng(11);
        for (int session = 0; session < Sessions; session++)
        {
            int of = prng.Next(1, 64), needed = prng.Next(1, of);
            var scene = new Scene(Scene.Lamp($", \"until_below\": 0.3, \"frames\": \"{needed} of {of}\""));
            var seen = new List<float>();
            bool on = false;
            for (int frame = 0; frame < Calls; frame++)
            {
                seen.Add((float)prng.NextDouble());
                scene.Person(frame, seen[^1]);
                float threshold = on ? 0.3f : 0.5f;
                on = seen.TakeLast(of).Count(probability => probability >= threshold) >= needed;
                Assert.Equal(on, scene.Engine.IsOn(0));
            }
        }
    }

    [Fact]
    public void Between_the_thresholds_nothing_chatters()
    {
        var prng = new Prng(12);
        int changes = 0;
        for (int session = 0; session < Sessions; session++)
        {
            int of = prng.Next(1, 8);
            var scene = new Scene(Scene.Lamp($", \"until_below\": 0.3, \"frames\": \"{prng.Next(1, of)} of {of}\""));
            for (int frame = 0; frame < 20; frame++)
                scene.Person(frame, prng.NextDouble());
            changes += scene.Done.Length;
            for (int frame = 20; frame < 20 + of; frame++)
                scene.Person(frame, 0.3 + 0.19 * prng.NextDouble());
            _ = scene.Done;
            for (int frame = 20 + of; frame < 100; frame++)
                scene.Person(frame, 0.3 + 0.19 * prng.NextDouble());
            Assert.Equal("", scene.Done);
        }

        Assert.NotEqual(0, changes);
    }

    private static void ForAnySession(Action<RuleSet, List<Call>, Prng> check)
    {
        for (uint seed = 1; seed <= Sessions; seed++)
        {
            var prng = new Prng(seed * 2654435761);
            RuleSet rules = RuleSet.Parse(Scenario.RandomRules(prng), "random.json");
            Assert.Empty(rules.Check(new RuleContext { Labels = Scene.Labels }));
            check(rules, Scenario.RandomCalls(prng, Scenario.Engine(rules).ProbabilitiesPerFrame, Calls), prng);
        }
    }

    private static IEnumerable<Call> WithTicks(List<Call> calls, Prng prng)
    {
        long last = 0;
        foreach (Call call in calls)
        {
            for (int tick = prng.Next(0, 5); tick > 0; tick--)
            {
                last += (long)(prng.NextDouble() * (call.Now - last));
                yield return new Call(CallKind.Tick, last);
            }

            last = call.Now;
            yield return call;
            if (prng.Next(0, 3) == 0)
                yield return new Call(CallKind.Tick, last);
        }
    }
}
