using EdgeVision.Triggers.Engine;

namespace EdgeVision.Triggers.Tests.Engine;

public class ConditionTests
{
    [Fact]
    public void A_rule_is_on_from_its_threshold_and_off_below_it()
    {
        var scene = new Scene(Scene.Lamp());
        scene.Person(0, 0.499).Person(100, 0.5).Person(200, 0.5).Person(300, 0.499).Person(400, 0.9);
        Assert.Equal("100 lamp on, 300 lamp off, 400 lamp on", scene.Done);
    }

    [Fact]
    public void Hysteresis_keeps_what_is_between_the_thresholds()
    {
        var scene = new Scene(Scene.Lamp(""", "until_below": 0.3 """));
        scene.Person(0, 0.4).Person(100, 0.6).Person(200, 0.3).Person(300, 0.29).Person(400, 0.4);
        Assert.Equal("100 lamp on, 300 lamp off", scene.Done);
    }

    [Fact]
    public void Three_of_five_frames_turn_on_and_fewer_turn_off()
    {
        var scene = new Scene(Scene.Lamp(""", "frames": "3 of 5" """));
        double[] probabilities = [1, 0, 1, 0, 1, 0, 0, 0];
        for (int i = 0; i < probabilities.Length; i++)
            scene.Person(100 * i, probabilities[i]);

        // At 500 the window is 0 1 0 1 0, two of five.
        Assert.Equal("400 lamp on, 500 lamp off", scene.Done);
    }

    [Fact]
    public void A_window_of_64_frames_forgets_the_65th()
    {
        var scene = new Scene(Scene.Lamp(""", "frames": "1 of 64" """));
        scene.Person(0, 1);
        for (int i = 1; i <= 64; i++)
            scene.Person(i, 0);
        Assert.Equal("0 lamp on, 64 lamp off", scene.Done);
    }

    [Fact]
    public void The_most_probable_of_several_labels_counts_and_is_named()
    {
        string rule = """{ "name": "pet", "when": { "label": "*O*", "at_least": 0.5 }, "then": [{ "output": "lamp", "do": "on" }] }""";
        var scene = new Scene(rule);
        scene.Frame(0, 1, 0.6f, 0.7f);
        RuleEvent on = scene.Engine.Events[^1];
        Assert.Equal((EventKind.RuleOn, 0, 2, 0.7f), (on.Kind, on.Rule, on.Class, on.Probability));
        scene.Frame(100, 1, 0.4f, 0.3f);
        RuleEvent off = scene.Engine.Events[^1];
        Assert.Equal((EventKind.RuleOff, Reason.Frame, 1, 0.4f), (off.Kind, off.Reason, off.Class, off.Probability));
    }

    [Fact]
    public void A_class_can_be_given_by_number()
    {
        var scene = new Scene("""{ "name": "cat", "when": { "label": 0, "at_least": 0.5 }, "then": [{ "output": "lamp", "do": "on" }] }""");
        scene.Frame(0, 0, 1, 1).Frame(100, 1, 0, 0);
        Assert.Equal("100 lamp on", scene.Done);
    }

    [Fact]
    public void Every_rule_looks_at_its_own_zone()
    {
        const string Zones = """
            "zones": {
                "left": { "x": 0, "y": 0, "width": 0.5, "height": 1 },
                "right": { "x": 0.5, "y": 0, "width": 0.5, "height": 1 },
                "unused": { "x": 0, "y": 0, "width": 0.1, "height": 1 },
                "also right": { "x": 0.5, "y": 0, "width": 0.5, "height": 1 }
            },
            """;
        string Rule(string name, string zone, string output) =>
            $$"""{ "name": "{{name}}", "when": { "label": "cat", "at_least": 0.5 {{zone}} }, "then": [{ "output": "{{output}}", "do": "on" }] }""";
        string[] rules = [Rule("a", """, "zone": "right" """, "lamp"), Rule("b", "", "both"), Rule("c", """, "zone": "also right" """, "both")];
        var scene = new Scene(string.Join(',', rules), Zones);
        Assert.Equal(["right", "the whole picture"], scene.Rules.Zones.Select(zone => zone.Name));
        Assert.Equal(6, scene.Engine.ProbabilitiesPerFrame);
        scene.Frame(0, 1, 0, 0, 0, 0, 0).Frame(100, 0, 0, 0, 1, 0, 0).Frame(200, 0, 1, 1, 0, 1, 1);
        Assert.Equal("0 lamp on, 0 both on, 100 lamp off, 200 both off", scene.Done);
    }

    [Fact]
    public void Probabilities_that_are_no_numbers_count_as_unseen()
    {
        var scene = new Scene("""{ "name": "any", "when": { "label": "*", "at_least": 0.5 }, "then": [{ "output": "lamp", "do": "on" }] }""");
        scene.Frame(0, float.NaN, float.NaN, float.NaN).Frame(100, float.NaN, 0.9f, 0);
        Assert.Equal("100 lamp on", scene.Done);
    }

    [Fact]
    public void A_frame_of_another_size_is_refused()
    {
        var scene = new Scene(Scene.Lamp());
        Assert.Throws<ArgumentException>(() => scene.Frame(0, 1, 1));
    }
}
