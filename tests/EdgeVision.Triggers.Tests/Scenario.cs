using System.Globalization;
using System.Text;
using EdgeVision.Testing;
using EdgeVision.Triggers.Engine;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Tests;

/// <summary>A call of the engine.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Now">Its time in nanoseconds.</param>
/// <param name="Local">For a frame: the wall clock.</param>
/// <param name="Captured">For a frame: when the camera saw it.</param>
/// <param name="Probabilities">For a frame: of every zone and class.</param>
/// <param name="Active">For an input: its state.</param>
internal sealed record Call(
    CallKind Kind, long Now, DateTime Local = default, long Captured = 0, float[]? Probabilities = null, bool Active = false);

internal enum CallKind
{
    Frame,
    Tick,
    Input,
    Fault,
    Stop,
}

/// <summary>Random rules and random calls.</summary>
internal static class Scenario
{
    private static readonly string[] Labels = ["cat", "d*", "*", "person"];

    private static readonly DateTime Midnight = new(2026, 11, 21);

    /// <summary>A valid rules file for <see cref="Scene.Labels"/> with an arm switch and every kind of rule, output and action.</summary>
    public static string RandomRules(Prng prng)
    {
        var rules = new StringBuilder();
        int count = prng.Next(1, 5);
        for (int i = 0; i < count; i++)
            rules.Append(i == 0 ? "" : ", ").Append(RandomRule(i, prng));
        return $$"""
            {
                "version": 1, "stale": { "after": "{{prng.Next(3, 20)}}00ms" },
                "zones": { "door": { "x": 0, "y": 0.5, "width": 0.5, "height": 0.5 } },
                "inputs": { "arm": { "pin": 5, "use": "arm" } },
                "outputs": {
                    "a": { "pin": 17, "share": "any", "safe": "{{OnOff(prng)}}" },
                    "b": { "pin": 27, "share": "any", "active": "low", "safe": "{{OnOff(prng)}}", "idle": "{{OnOff(prng)}}" },
                    "fan": { "pin": 18, "kind": "pwm", "share": "any", "safe": 0.5 }
                },
                "rules": [{{rules}}]
            }
            """;
    }

    /// <summary>A session of frames about every 100 ms with faults, gaps and switches, always ending in a stop.</summary>
    public static List<Call> RandomCalls(Prng prng, int probabilities, int count)
    {
        var calls = new List<Call>();
        long now = 0;
        bool present = false;
        for (int i = 0; i < count; i++)
        {
            now += prng.Next(0, 40) == 0 ? prng.Next(0, 4000) * 1_000_000L : prng.Next(0, 200) * 1_000_000L;
            present ^= prng.Next(0, 7) == 0;
            calls.Add(prng.Next(0, 19) switch
            {
                0 => new Call(CallKind.Tick, now),
                1 => new Call(CallKind.Input, now, Active: prng.Next(0, 1) == 0),
                2 when prng.Next(0, 2) == 0 => new Call(CallKind.Fault, now),
                _ => new Call(CallKind.Frame, now, Midnight.AddHours(21.99).AddTicks(now / 100), now - prng.Next(0, 50) * 1_000_000L,
                    [.. Enumerable.Range(0, probabilities).Select(_ => (float)(0.6 * prng.NextDouble() + (present ? 0.4 : 0)))]),
            });
        }

        calls.Add(new Call(CallKind.Stop, now + prng.Next(0, 1000) * 1_000_000L));
        return calls;
    }

    public static RuleEngine Engine(RuleSet rules) => new(rules, new RuleContext { Labels = Scene.Labels });

    public static void Do(RuleEngine engine, Call call)
    {
        switch (call.Kind)
        {
            case CallKind.Frame:
                engine.Frame(new FrameTime(call.Now, call.Captured, call.Local), call.Probabilities);
                break;
            case CallKind.Tick:
                engine.Tick(call.Now);
                break;
            case CallKind.Input:
                engine.SetInput(call.Now, 0, call.Active);
                break;
            case CallKind.Fault:
                engine.Fault(call.Now);
                break;
            default:
                engine.Stop(call.Now);
                break;
        }
    }

    /// <summary>Everything that calls produce.</summary>
    public static (List<RuleAction> Actions, List<RuleEvent> Events) Play(RuleSet rules, IEnumerable<Call> calls)
    {
        RuleEngine engine = Engine(rules);
        var actions = new List<RuleAction>();
        var events = new List<RuleEvent>();
        foreach (Call call in calls)
        {
            Do(engine, call);
            actions.AddRange(engine.Actions);
            events.AddRange(engine.Events);
        }

        return (actions, events);
    }

    private static string RandomRule(int index, Prng prng)
    {
        string Maybe(string text) => prng.Next(0, 2) == 0 ? text : "";
        int minimumOff = prng.Next(0, 1) * prng.Next(1, 9), hold = prng.Next(0, 1) * prng.Next(1, 9);
        int minimumOn = prng.Next(0, 1) * (hold + prng.Next(1, 9));
        int cooldown = prng.Next(0, 1) * (minimumOn + minimumOff + hold + prng.Next(1, 9));
        int of = prng.Next(1, 6);
        double atLeast = 0.3 + 0.5 * prng.NextDouble();
        return string.Create(CultureInfo.InvariantCulture, $$"""
            {
                "name": "rule {{index}}",
                "when": {
                    "label": "{{Labels[prng.Next(0, 3)]}}", "at_least": {{atLeast}},
                    {{Maybe($"\"until_below\": {(0.5 * atLeast).ToString(CultureInfo.InvariantCulture)},")}}
                    {{Maybe("\"zone\": \"door\",")}} {{Maybe($"\"armed\": {(prng.Next(0, 1) == 0 ? "true" : "false")},")}}
                    {{Maybe("\"schedule\": { \"from\": \"22:00\", \"to\": \"22:01\" },")}}
                    "frames": "{{prng.Next(1, of)}} of {{of}}"
                },
                "minimum_on": "{{minimumOn}}00ms", "minimum_off": "{{minimumOff}}00ms", "hold": "{{hold}}00ms", "cooldown": "{{cooldown}}00ms",
                "then": [{{RandomActions(prng)}}], "finally": [{{Maybe(RandomActions(prng))}}]
            }
            """);
    }

    private static string RandomActions(Prng prng)
    {
        string forA = prng.Next(0, 3) switch
        {
            0 => "\"do\": \"on\"",
            1 => $"\"do\": \"pulse\", \"for\": \"{prng.Next(1, 50)}0ms\"",
            2 => "\"do\": \"pattern\", \"steps\": [[\"on\", \"30ms\"], [\"off\", \"70ms\"], [\"on\", \"110ms\"], [\"off\", \"0.5s\"]]",
            _ => $"\"do\": \"pattern\", \"steps\": [[\"on\", \"70ms\"], [\"off\", \"30ms\"]], \"repeat\": {prng.Next(1, 9)}",
        };
        string[] actions =
        [
            $"{{ \"output\": \"a\", {forA} }}", $"{{ \"output\": \"b\", \"do\": \"{OnOff(prng)}\" }}",
            $"{{ \"output\": \"fan\", \"do\": \"pwm\", \"duty\": 0.{prng.Next(1, 9)} }}", "{ \"do\": \"snapshot\" }",
            "{ \"do\": \"webhook\", \"url\": \"http://x\" }",
        ];
        return string.Join(", ", actions.Where((_, index) => index == 0 || prng.Next(0, 1) == 0));
    }

    private static string OnOff(Prng prng) => prng.Next(0, 1) == 0 ? "off" : "on";
}
