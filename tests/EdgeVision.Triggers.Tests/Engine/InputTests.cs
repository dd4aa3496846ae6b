using EdgeVision.Triggers.Engine;

namespace EdgeVision.Triggers.Tests.Engine;

public class InputTests
{
    private const string Inputs = """
        "inputs": { "photo": { "pin": 5, "use": "snapshot" }, "arm": { "pin": 6, "use": "arm" }, "learn": { "pin": 13, "use": "teach" } },
        """;

    private const int Photo = 0;
    private const int Arm = 1;
    private const int Learn = 2;

    [Fact]
    public void An_armed_rule_needs_the_switch()
    {
        var scene = new Scene(Scene.Lamp(""", "armed": true """), Inputs);
        scene.Person(0, 1).Input(50, Arm, true).Person(100, 1).Input(150, Arm, false).Person(200, 1);
        Assert.Equal("100 lamp on, 150 lamp off", scene.Done);
    }

    [Fact]
    public void A_rule_can_need_that_the_switch_is_off()
    {
        var scene = new Scene(Scene.Lamp(""", "armed": false """), Inputs);
        scene.Person(0, 1).Input(50, Arm, true).Person(100, 1).Input(150, Arm, false).Person(200, 1);
        Assert.Equal("0 lamp on, 50 lamp off, 200 lamp on", scene.Done);
    }

    [Fact]
    public void Disarming_ends_a_hold_but_not_the_minimum()
    {
        var scene = new Scene(Scene.Lamp(""", "armed": true """, """ "hold": "1s", "minimum_on": "300ms", """), Inputs);
        scene.Input(0, Arm, true).Person(0, 1).Input(100, Arm, false).Tick(1000);
        Assert.Equal("0 lamp on, 300 lamp off", scene.Done);
    }

    [Fact]
    public void Arming_again_before_the_minimum_is_over_keeps_the_rule_on()
    {
        var scene = new Scene(Scene.Lamp(""", "armed": true """, """ "minimum_on": "300ms", """), Inputs);
        scene.Input(0, Arm, true).Person(0, 1).Input(100, Arm, false).Input(150, Arm, true).Person(200, 1).Tick(1000);
        Assert.Equal("0 lamp on", scene.Done);
    }

    [Fact]
    public void The_switch_does_nothing_to_outputs_while_nobody_watches()
    {
        var scene = new Scene(Scene.Lamp(""", "armed": true """), Inputs, """{ "lamp": { "pin": 17, "safe": "on" } }""");
        scene.Input(0, Arm, true).Input(10, Arm, false).Input(20, Arm, true);
        Assert.Equal("", scene.Done);
        Assert.Equal(1, scene.Engine.ValueOf(0));
    }

    [Fact]
    public void Arming_is_reported_once()
    {
        var scene = new Scene(Scene.Lamp(), Inputs);
        Assert.Equal(EventKind.Armed, Assert.Single(scene.Input(0, Arm, true).Engine.Events.ToArray()).Kind);
        Assert.Empty(scene.Input(10, Arm, true).Engine.Events.ToArray());
        Assert.Equal(EventKind.Disarmed, Assert.Single(scene.Input(20, Arm, false).Engine.Events.ToArray()).Kind);
    }

    [Fact]
    public void Buttons_store_pictures_when_they_become_active()
    {
        var scene = new Scene(Scene.Lamp(), Inputs);
        scene.Input(0, Photo, true).Input(10, Photo, true).Input(20, Photo, false).Input(30, Learn, true).Input(40, Learn, false);
        Assert.Equal("0 Snapshot, 30 Teach", scene.Done);
    }
}
