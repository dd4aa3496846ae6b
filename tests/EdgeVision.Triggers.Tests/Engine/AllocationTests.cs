using EdgeVision.Testing;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Tests.Engine;

public class AllocationTests
{
    [Fact]
    public void No_call_allocates()
    {
        var prng = new Prng(5);
        RuleSet rules = RuleSet.Parse(Scenario.RandomRules(prng), "random.json");
        var engine = Scenario.Engine(rules);
        List<Call> calls = Scenario.RandomCalls(prng, engine.ProbabilitiesPerFrame, 2000);
        calls.RemoveAt(calls.Count - 1);
        long shift = calls[^1].Now;
        int actions = 0;

        // The first round also lets the logs grow to what the longest gap needs.
        int round = 0;
        Assert.Equal(0, Allocations.LeastOf(Play, runs: 1));
        Assert.InRange(actions, 250, int.MaxValue);

        void Play()
        {
            for (int i = 0; i < calls.Count; i++)
            {
                Call call = calls[i];
                switch (call.Kind)
                {
                    case CallKind.Frame:
                        engine.Frame(new(call.Now + round * shift, call.Captured + round * shift, call.Local), call.Probabilities);
                        break;
                    case CallKind.Input:
                        engine.SetInput(call.Now + round * shift, 0, call.Active);
                        break;
                    case CallKind.Fault:
                        engine.Fault(call.Now + round * shift);
                        break;
                    default:
                        engine.Tick(call.Now + round * shift);
                        break;
                }

                actions += engine.Actions.Length;
            }

            round++;
        }
    }

    [Fact]
    public void Frames_that_come_in_time_allocate_nothing_from_the_first()
    {
        Scene[] fresh = [.. Enumerable.Range(0, Allocations.Rounds).Select(_ => new Scene(Scene.Lamp(""", "frames": "2 of 3" """)))];
        float[][] frames = [[0, 0, 1], [0, 0, 0], [0, 0, 1], [0, 0, 1], [0, 0, 0]];
        int round = 0;
        int actions = 0;
        Assert.Equal(0, Allocations.LeastOf(() => actions = Run(fresh[round++], frames), runs: 1));
        Assert.InRange(actions, 300, 1000);
    }

    private static int Run(Scene scene, float[][] frames)
    {
        int actions = 0;
        for (int i = 0; i < 1000; i++)
        {
            long now = i * 100_000_000L;
            scene.Engine.Frame(new(now, now, default), frames[i % frames.Length]);
            actions += scene.Engine.Actions.Length;
        }

        return actions;
    }
}
