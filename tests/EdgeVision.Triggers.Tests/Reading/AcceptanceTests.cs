using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Tests.Reading;

public class AcceptanceTests
{
    private const string Everything = """
        // Comments are allowed.
        {
            "$schema": "rules.schema.json",
            "version": 1,
            "stale": { "after": "3s" },
            "zones": { "door": { "x": 0.1, "y": 0.2, "width": 0.9, "height": 0.5 } },
            "inputs": {
                "arm": { "pin": 23, "pull": "none", "active": "high", "debounce": "30ms", "use": "arm" },
                "photo": { "pin": "pin:29", "use": "snapshot" },
                "learn": { "pin": 6, "pull": "down", "use": "teach" },
            },
            "outputs": {
                "lamp": { "pin": 17, "kind": "switch", "active": "low", "safe": "on", "idle": "on", "share": "any" },
                "plain": { "pin": "pin:13" },
                "fan": { "pin": 18, "kind": "pwm", "safe": 0.5, "idle": 0.25, "share": "no", "frequency": 250 },
                "gate": {
                    "pin": 12, "kind": "servo", "safe": 5, "idle": 7, "range": 90, "shortest_pulse": "1ms", "longest_pulse": "2ms"
                },
                "bare gate": { "pin": 13, "kind": "servo", "safe": 180 },
            },
            "rules": [
                {
                    "name": "everything",
                    "when": {
                        "label": "cat*", "at_least": 0.75, "until_below": 0.5, "frames": "3 of 5", "zone": "door",
                        "schedule": { "from": "22:00", "to": "06:00", "days": ["mon", "sun"] }, "armed": true,
                    },
                    "minimum_on": "2s", "minimum_off": "1s", "cooldown": "10s", "hold": "5s",
                    "then": [
                        { "output": "lamp", "do": "off" },
                        { "output": "plain", "do": "pulse", "for": "200ms" },
                        { "output": "fan", "do": "pwm", "duty": 0.125 },
                        { "output": "gate", "do": "servo", "angle": 90 },
                        { "do": "webhook", "url": "https://host/path?x=1", "retry": 0, "timeout": "1s" },
                        { "do": "command", "run": ["program", "argument"], "timeout": "1m" },
                        { "do": "snapshot" },
                    ],
                    "finally": [
                        { "output": "lamp", "do": "on" },
                        { "output": "plain", "do": "pattern", "steps": [["on", "100ms"], ["off", "1s"]], "repeat": 3 },
                    ],
                },
                {
                    "name": "plain",
                    "when": { "label": 2, "at_least": 1 },
                    "then": [{ "output": "lamp", "do": "pattern", "steps": [["off", "10ms"]] }, { "do": "webhook", "url": "http://x" }],
                },
            ],
        }
        """;

    private static readonly RuleSet Rules = RuleSet.Parse(Everything, "rules.json");

    [Fact]
    public void Everything_that_is_documented_is_accepted()
    {
        Assert.Empty(Rules.Check(new RuleContext { Labels = ["cat", "catamaran", "dog"] }));
        Assert.Equal("rules.json", Rules.FileName);
        Assert.Equal(TimeSpan.FromSeconds(3), Rules.StaleAfter);
        Assert.Equal([new Zone("door", 0.1, 0.2, 0.9, 0.5), Zone.WholePicture], Rules.Zones);
    }

    [Fact]
    public void Inputs_are_read()
    {
        Input arm = Rules.Inputs[0], photo = Rules.Inputs[1], learn = Rules.Inputs[2];
        Assert.Equal(("arm", new PinName(23, OnHeader: false), InputPull.None), (arm.Name, arm.Pin, arm.Pull));
        Assert.Equal((ActiveLevel.High, TimeSpan.FromMilliseconds(30), InputUse.Arm), (arm.Active, arm.Debounce, arm.Use));
        Assert.Equal((new PinName(29, OnHeader: true), InputPull.Up, ActiveLevel.Low), (photo.Pin, photo.Pull, photo.Active));
        Assert.Equal((TimeSpan.FromMilliseconds(20), InputUse.Snapshot), (photo.Debounce, photo.Use));
        Assert.Equal((InputPull.Down, ActiveLevel.High, InputUse.Teach), (learn.Pull, learn.Active, learn.Use));
    }

    [Fact]
    public void Outputs_are_read()
    {
        Output lamp = Rules.Outputs[0], plain = Rules.Outputs[1], fan = Rules.Outputs[2], gate = Rules.Outputs[3], bare = Rules.Outputs[4];
        Assert.Equal((OutputKind.Switch, ActiveLevel.Low, 1, 1, OutputShare.Any), (lamp.Kind, lamp.Active, lamp.Safe, lamp.Idle, lamp.Share));
        Assert.Equal((OutputKind.Switch, ActiveLevel.High, 0, 0, OutputShare.No), (plain.Kind, plain.Active, plain.Safe, plain.Idle, plain.Share));
        Assert.Equal("pin:13", plain.Pin.ToString());
        Assert.Equal((OutputKind.Pwm, 0.5, 0.25, OutputShare.No, 250), (fan.Kind, fan.Safe, fan.Idle, fan.Share, fan.Frequency));
        Assert.Equal((OutputKind.Servo, 5, 7, 90), (gate.Kind, gate.Safe, gate.Idle, gate.Range));
        Assert.Equal((1, 2), (gate.ShortestPulse.TotalMilliseconds, gate.LongestPulse.TotalMilliseconds));
        Assert.Equal((180, 180, 180), (bare.Safe, bare.Idle, bare.Range));
        Assert.Equal((0.5, 2.5), (bare.ShortestPulse.TotalMilliseconds, bare.LongestPulse.TotalMilliseconds));
    }

    [Fact]
    public void Conditions_are_read()
    {
        Condition when = Rules.Rules[0].When;
        Assert.Equal(("cat*", 0.75f, 0.5f, 3, 5), (when.Label.ToString(), when.AtLeast, when.UntilBelow, when.FramesNeeded, when.FramesOf));
        Assert.Equal("door", when.Zone.Name);
        Assert.Equal(new Schedule(TimeSpan.FromHours(22), TimeSpan.FromHours(6), DaysOfWeek.Monday | DaysOfWeek.Sunday), when.Schedule);
        Assert.True(when.Armed);
        Condition plain = Rules.Rules[1].When;
        Assert.Equal(("class 2", 1f, 1f, 1, 1), (plain.Label.ToString(), plain.AtLeast, plain.UntilBelow, plain.FramesNeeded, plain.FramesOf));
        Assert.Equal((Zone.WholePicture, null, null), (plain.Zone, plain.Schedule, plain.Armed));
    }

    [Fact]
    public void Actions_are_read()
    {
        Rule rule = Rules.Rules[0];
        Assert.Equal((2, 1, 10, 5), (rule.MinimumOn.TotalSeconds, rule.MinimumOff.TotalSeconds, rule.Cooldown.TotalSeconds, rule.Hold.TotalSeconds));
        Assert.Equal(new SetSpec(0, 0), rule.Then[0]);
        var pulse = Assert.IsType<PatternSpec>(rule.Then[1]);
        Assert.Equal((1, 1), (pulse.Output, pulse.Repeat));
        Assert.Equal([new PatternStep(1, TimeSpan.FromMilliseconds(200))], pulse.Steps);
        Assert.Equal([new SetSpec(2, 0.125), new SetSpec(3, 90)], rule.Then.Skip(2).Take(2));
        Assert.Equal(new WebhookSpec(new Uri("https://host/path?x=1"), 0, TimeSpan.FromSeconds(1)), rule.Then[4]);
        var command = Assert.IsType<CommandSpec>(rule.Then[5]);
        Assert.Equal(["program", "argument"], command.Run);
        Assert.Equal(TimeSpan.FromMinutes(1), command.Timeout);
        Assert.IsType<SnapshotSpec>(rule.Then[6]);
        Assert.Equal(new SetSpec(0, 1), rule.Finally[0]);
        var pattern = Assert.IsType<PatternSpec>(rule.Finally[1]);
        Assert.Equal(3, pattern.Repeat);
        Assert.Equal([new PatternStep(1, TimeSpan.FromMilliseconds(100)), new PatternStep(0, TimeSpan.FromSeconds(1))], pattern.Steps);
        Assert.Equal(0, Assert.IsType<PatternSpec>(Rules.Rules[1].Then[0]).Repeat);
        Assert.Equal(new WebhookSpec(new Uri("http://x"), 3, TimeSpan.FromSeconds(5)), Rules.Rules[1].Then[1]);
        Assert.Empty(Rules.Rules[1].Finally);
    }

    [Theory]
    [InlineData("mon", DaysOfWeek.Monday)]
    [InlineData("tue", DaysOfWeek.Tuesday)]
    [InlineData("wed", DaysOfWeek.Wednesday)]
    [InlineData("thu", DaysOfWeek.Thursday)]
    [InlineData("fri", DaysOfWeek.Friday)]
    [InlineData("sat", DaysOfWeek.Saturday)]
    [InlineData("sun", DaysOfWeek.Sunday)]
    public void Days_alone_are_whole_days(string word, DaysOfWeek day)
    {
        var scene = new Scene(Scene.Lamp($", \"schedule\": {{ \"days\": [\"{word}\"] }}"));
        Assert.Equal(new Schedule(TimeSpan.Zero, TimeSpan.FromDays(1), day), scene.Rules.Rules[0].When.Schedule);
    }

    [Fact]
    public void A_byte_order_mark_is_skipped() => Assert.Empty(RuleSet.Parse("\uFEFF" + Everything, "x").Check(new RuleContext()));
}
