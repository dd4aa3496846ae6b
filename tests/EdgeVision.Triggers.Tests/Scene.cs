using System.Globalization;
using EdgeVision.Triggers.Engine;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Tests;

/// <summary>Rules for a model with the labels cat, dog and person, played frame by frame; times are milliseconds.</summary>
internal sealed class Scene
{
    public static readonly string[] Labels = ["cat", "dog", "person"];

    private const string DefaultOutputs = """
        {
            "lamp": { "pin": 17 },
            "lock": { "pin": 27, "active": "low", "safe": "on", "idle": "on" },
            "both": { "pin": 22, "share": "any" },
            "fan": { "pin": 18, "kind": "pwm", "share": "any" },
            "gate": { "pin": 12, "kind": "servo", "safe": 10 }
        }
        """;

    private readonly List<string> _log = [];

    public Scene(string rules, string others = "", string outputs = DefaultOutputs)
    {
        Rules = RuleSet.Parse($"{{ \"version\": 1, \"outputs\": {outputs}, {others} \"rules\": [{rules}] }}", "scene.json");
        Assert.Empty(Rules.Check(new RuleContext { Labels = Labels }));
        Engine = new RuleEngine(Rules, new RuleContext { Labels = Labels });
    }

    public RuleSet Rules { get; }

    public RuleEngine Engine { get; }

    /// <summary>The wall clock of the next frames.</summary>
    public DateTime Local { get; set; } = new(2026, 11, 21, 12, 0, 0, DateTimeKind.Unspecified);

    /// <summary>What was done since it was asked for last, such as <c>100 lamp on</c>.</summary>
    public string Done
    {
        get
        {
            string done = string.Join(", ", _log);
            _log.Clear();
            return done;
        }
    }

    /// <summary>A rule that switches the lamp on for a person.</summary>
    public static string Lamp(string when = "", string others = "") =>
        $$"""
        { "name": "lamp", "when": { "label": "person", "at_least": 0.5 {{when}} }, {{others}} "then": [{ "output": "lamp", "do": "on" }] }
        """;

    /// <summary>A rule for a person that does something else.</summary>
    public static string Person(string then, string others = "") =>
        $$"""{ "name": "rule", "when": { "label": "person", "at_least": 0.5 }, {{others}} "then": [{{then}}] }""";

    public static long Nanoseconds(double milliseconds) => (long)(milliseconds * 1e6);

    /// <summary>A frame of one zone in which a person has a probability, and nothing else any.</summary>
    public Scene Person(double milliseconds, double probability) => Frame(milliseconds, 0, 0, (float)probability);

    public Scene Frame(double milliseconds, params float[] probabilities)
    {
        Engine.Frame(new FrameTime(Nanoseconds(milliseconds), Nanoseconds(milliseconds), Local), probabilities);
        return Collect();
    }

    public Scene Tick(double milliseconds)
    {
        Engine.Tick(Nanoseconds(milliseconds));
        return Collect();
    }

    public Scene Input(double milliseconds, int input, bool active)
    {
        Engine.SetInput(Nanoseconds(milliseconds), input, active);
        return Collect();
    }

    public Scene Fault(double milliseconds)
    {
        Engine.Fault(Nanoseconds(milliseconds));
        return Collect();
    }

    public Scene Stop(double milliseconds)
    {
        Engine.Stop(Nanoseconds(milliseconds));
        return Collect();
    }

    private Scene Collect()
    {
        foreach (RuleAction action in Engine.Actions)
            _log.Add(Describe(action));
        return this;
    }

    private string Describe(RuleAction action)
    {
        string what = action.Kind switch
        {
            ActionKind.Switch => $"{Rules.Outputs[action.Output].Name} {(action.Value == 0 ? "off" : "on")}",
            ActionKind.Duty or ActionKind.Angle =>
                string.Create(CultureInfo.InvariantCulture, $"{Rules.Outputs[action.Output].Name} {action.Value}"),
            ActionKind kind => kind.ToString(),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{action.Time / 1e6} {what}");
    }
}
