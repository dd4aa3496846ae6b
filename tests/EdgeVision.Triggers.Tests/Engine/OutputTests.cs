using EdgeVision.Triggers.Engine;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Tests.Engine;

public class OutputTests
{
    [Fact]
    public void Outputs_go_back_to_idle_when_a_rule_turns_off()
    {
        const string Then = """
            { "output": "lamp", "do": "on" }, { "output": "lock", "do": "off" }, { "output": "fan", "do": "pwm", "duty": 0.75 },
            { "output": "gate", "do": "servo", "angle": 90 }
            """;
        var scene = new Scene(Scene.Person(Then));
        scene.Person(0, 1).Person(100, 0);
        Assert.Equal(
            "0 lamp on, 0 lock off, 0 fan 0.75, 0 gate 90, 100 lamp off, 100 lock on, 100 fan 0, 100 gate 10", scene.Done);
    }

    [Fact]
    public void Finally_decides_what_outputs_do_afterwards()
    {
        var scene = new Scene(Scene.Person(
            """{ "output": "lamp", "do": "on" }, { "output": "fan", "do": "pwm", "duty": 1 }""",
            """
            "finally": [{ "output": "fan", "do": "pwm", "duty": 0.3 }, { "output": "both", "do": "pulse", "for": "50ms" }, { "do": "snapshot" }],
            """));
        scene.Person(0, 1).Person(100, 0).Tick(1000);
        Assert.Equal("0 lamp on, 0 fan 1, 100 Snapshot, 100 lamp off, 100 both on, 100 fan 0.3, 150 both off", scene.Done);
    }

    [Fact]
    public void A_shared_output_does_the_most_that_any_rule_wants()
    {
        string Rule(string label, double duty) =>
            $$"""
            {
                "name": "{{label}}", "when": { "label": "{{label}}", "at_least": 0.5 },
                "then": [{ "output": "both", "do": "on" }, { "output": "fan", "do": "pwm", "duty": {{duty}} }]
            }
            """;
        var scene = new Scene(Rule("cat", 0.25) + "," + Rule("dog", 0.75));
        scene.Frame(0, 1, 0, 0).Frame(100, 1, 1, 0).Frame(200, 0, 1, 0).Frame(300, 1, 0, 0).Frame(400, 0, 0, 0);
        Assert.Equal("0 both on, 0 fan 0.25, 100 fan 0.75, 300 fan 0.25, 400 both off, 400 fan 0", scene.Done);
    }

    [Fact]
    public void Webhooks_and_commands_come_with_their_details()
    {
        var scene = new Scene(Scene.Person(
            """{ "do": "webhook", "url": "http://host:8080/x", "retry": 1, "timeout": "2s" }, { "do": "command", "run": ["say", "hello", ""] }"""));
        RuleAction[] actions = scene.Person(5, 1).Engine.Actions.ToArray();
        Assert.Equal([ActionKind.Webhook, ActionKind.Command], actions.Select(action => action.Kind));
        Assert.Equal(new WebhookSpec(new Uri("http://host:8080/x"), 1, TimeSpan.FromSeconds(2)), actions[0].Spec);
        var command = Assert.IsType<CommandSpec>(actions[1].Spec);
        Assert.Equal(["say", "hello", ""], command.Run);
        Assert.Equal(TimeSpan.FromSeconds(10), command.Timeout);
        Assert.All(actions, action => Assert.Equal((Scene.Nanoseconds(5), Reason.Frame), (action.Time, action.Reason)));
        Assert.All(actions, action => Assert.Equal((0, -1), (action.Rule, action.Output)));
    }

    [Theory]
    [InlineData(ActiveLevel.High, 1, true)]
    [InlineData(ActiveLevel.High, 0, false)]
    [InlineData(ActiveLevel.Low, 1, false)]
    [InlineData(ActiveLevel.Low, 0, true)]
    public void The_active_level_says_what_on_is(ActiveLevel active, double value, bool high) =>
        Assert.Equal(high, new Output { Name = "x", Pin = new PinName(1, OnHeader: false), Active = active }.IsHigh(value));
}
