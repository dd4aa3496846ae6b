using EdgeVision.Triggers.Engine;

namespace EdgeVision.Triggers.Tests.Engine;

public class TimingTests
{
    [Fact]
    public void Hold_counts_from_the_last_frame_that_kept_the_rule_on()
    {
        var scene = new Scene(Scene.Lamp(others: """ "hold": "1s", """));
        scene.Person(0, 1).Person(400, 1).Person(500, 0);
        Assert.Equal(Scene.Nanoseconds(1400), scene.Engine.NextDeadline);
        scene.Tick(1399.9);
        Assert.Equal("0 lamp on", scene.Done);
        scene.Tick(1500);
        Assert.Equal("1400 lamp off", scene.Done);
    }

    [Fact]
    public void A_hit_during_hold_prolongs_it()
    {
        var scene = new Scene(Scene.Lamp(others: """ "hold": "1s", """));
        scene.Person(0, 1).Person(500, 0).Person(900, 1).Person(1500, 0).Person(2100, 0);
        Assert.Equal("0 lamp on, 1900 lamp off", scene.Done);
    }

    [Fact]
    public void Without_a_frame_that_says_otherwise_a_hold_does_not_end()
    {
        var scene = new Scene(Scene.Lamp(others: """ "hold": "1s", """));
        scene.Person(0, 1).Person(1500, 1).Tick(1600);
        Assert.Equal("0 lamp on", scene.Done);
    }

    [Fact]
    public void A_rule_stays_on_for_its_minimum()
    {
        var scene = new Scene(Scene.Lamp(others: """ "minimum_on": "1s", """));
        scene.Person(0, 1).Person(100, 0).Person(200, 0).Tick(1100).Person(1200, 1).Person(2300, 1).Person(2400, 0);
        Assert.Equal("0 lamp on, 1000 lamp off, 1200 lamp on, 2400 lamp off", scene.Done);
    }

    [Fact]
    public void A_rule_stays_off_for_its_minimum_and_then_waits_for_a_frame()
    {
        var scene = new Scene(Scene.Lamp(others: """ "minimum_off": "1s", """));
        scene.Person(0, 1).Person(100, 0).Person(200, 1).Person(1099.9, 1).Tick(1150).Person(1200, 1);
        Assert.Equal("0 lamp on, 100 lamp off, 1200 lamp on", scene.Done);
    }

    [Fact]
    public void Cooldown_counts_from_turning_on()
    {
        var scene = new Scene(Scene.Lamp(others: """ "cooldown": "1s", """));
        scene.Person(0, 1).Person(800, 0).Person(999.9, 1).Person(1000, 1).Person(1100, 0);
        Assert.Equal("0 lamp on, 800 lamp off, 1000 lamp on, 1100 lamp off", scene.Done);
    }

    [Fact]
    public void Time_that_runs_backwards_stands_still()
    {
        var scene = new Scene(Scene.Lamp(others: """ "minimum_on": "1s", """));
        scene.Person(500, 1).Person(100, 0).Tick(400).Person(1500, 0);
        Assert.Equal("500 lamp on, 1500 lamp off", scene.Done);
    }

    [Fact]
    public void Reasons_tell_what_turned_a_rule_off()
    {
        var scene = new Scene(Scene.Lamp(others: """ "hold": "1s", """));
        Assert.Equal(Reason.Frame, scene.Person(0, 1).Engine.Actions[^1].Reason);
        Assert.Equal(0, scene.Engine.Actions[^1].Rule);
        Assert.Equal(Reason.Timer, scene.Person(100, 0).Tick(1000).Engine.Actions[^1].Reason);
        Assert.Equal((EventKind.RuleOff, Reason.Timer), (scene.Engine.Events[^1].Kind, scene.Engine.Events[^1].Reason));
    }
}
