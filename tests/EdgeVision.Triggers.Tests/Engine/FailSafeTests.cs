using EdgeVision.Triggers.Engine;

namespace EdgeVision.Triggers.Tests.Engine;

public class FailSafeTests
{
    private const string Outputs = """
        { "lamp": { "pin": 17 }, "siren": { "pin": 27, "safe": "on" }, "gate": { "pin": 12, "kind": "servo", "safe": 10, "idle": 20 } }
        """;

    [Fact]
    public void Outputs_are_safe_before_the_first_frame_and_idle_afterwards()
    {
        var scene = new Scene(Scene.Lamp(), outputs: Outputs);
        Assert.Equal((EngineState.Waiting, 0, 1, 10), State(scene));
        Assert.Equal(long.MaxValue, scene.Engine.NextDeadline);
        scene.Tick(10_000).Person(10_000, 0);
        Assert.Equal("10000 siren off, 10000 gate 20", scene.Done);
        Assert.Equal((EngineState.Watching, 0, 0, 20), State(scene));
    }

    [Fact]
    public void Stale_frames_make_every_output_safe_at_once()
    {
        var scene = new Scene(Scene.Lamp(others: """ "minimum_on": "1m", """), """ "stale": { "after": "500ms" }, """, Outputs);
        scene.Person(0, 1);
        Assert.Equal(Scene.Nanoseconds(500), scene.Engine.NextDeadline);
        scene.Tick(499.9);
        Assert.Equal("0 lamp on, 0 siren off, 0 gate 20", scene.Done);
        scene.Tick(700);
        Assert.Equal("500 " + Safe(500), scene.Done);
        Assert.Equal(
            [(EventKind.RuleOff, Reason.Stale), (EventKind.Safe, Reason.Stale)], scene.Engine.Events.ToArray().Select(e => (e.Kind, e.Reason)));
        scene.Tick(5000).Tick(6000);
        Assert.Equal("", scene.Done);
    }

    [Fact]
    public void Age_counts_from_when_the_camera_saw_the_frame()
    {
        var scene = new Scene(Scene.Lamp(), """ "stale": { "after": "500ms" }, """);
        scene.Engine.Frame(new FrameTime(Scene.Nanoseconds(1000), Scene.Nanoseconds(700), default), [0, 0, 1]);
        Assert.Equal(Scene.Nanoseconds(1200), scene.Engine.NextDeadline);
        Assert.True(scene.Engine.IsOn(0));
        scene.Engine.Frame(new FrameTime(Scene.Nanoseconds(1100), Scene.Nanoseconds(600), default), [0, 0, 1]);
        Assert.Equal(EngineState.Safe, scene.Engine.State);
        Assert.False(scene.Engine.IsOn(0));
    }

    [Fact]
    public void A_frame_from_the_future_is_as_new_as_can_be()
    {
        var scene = new Scene(Scene.Lamp());
        scene.Engine.Frame(new FrameTime(0, Scene.Nanoseconds(1000), default), [0, 0, 1]);
        Assert.Equal(Scene.Nanoseconds(2000), scene.Engine.NextDeadline);
    }

    [Fact]
    public void When_frames_return_counting_starts_again()
    {
        var scene = new Scene(Scene.Lamp(""", "frames": "2 of 3" """), outputs: Outputs);
        scene.Person(0, 1).Person(100, 1).Fault(150).Person(200, 1).Person(300, 1);
        Assert.Equal("0 siren off, 0 gate 20, 100 lamp on, 150 " + Safe(150) + ", 200 siren off, 200 gate 20, 300 lamp on", scene.Done);
    }

    [Fact]
    public void A_fault_is_told_once_and_drops_what_was_due()
    {
        var scene = new Scene(Scene.Person("""{ "output": "lamp", "do": "pulse", "for": "200ms" }"""), outputs: Outputs);
        scene.Person(0, 1).Fault(100).Fault(110);
        Assert.Equal("0 lamp on, 0 siren off, 0 gate 20, 100 " + Safe(100), scene.Done);
        Assert.Equal(long.MaxValue, scene.Engine.NextDeadline);
        scene.Tick(10_000);
        Assert.Equal("", scene.Done);
    }

    [Fact]
    public void Finally_is_not_done_when_nobody_watches_any_more()
    {
        var scene = new Scene(
            Scene.Person("""{ "output": "lamp", "do": "on" }""", """ "finally": [{ "do": "webhook", "url": "http://x/gone" }], """));
        scene.Person(0, 1).Tick(2000);
        Assert.DoesNotContain("Webhook", scene.Done, StringComparison.Ordinal);
    }

    [Fact]
    public void Minimum_off_counts_from_the_fault()
    {
        var scene = new Scene(Scene.Lamp(others: """ "minimum_off": "1s", """), outputs: """{ "lamp": { "pin": 17 } }""");
        scene.Person(0, 1).Fault(100).Person(200, 1).Person(1099.9, 1).Person(1100, 1);
        Assert.Equal("0 lamp on, 100 lamp off, 1100 lamp on", scene.Done);
    }

    [Fact]
    public void Stop_makes_safe_once_more_and_for_ever()
    {
        var scene = new Scene(Scene.Lamp(), """ "inputs": { "arm": { "pin": 5, "use": "arm" } }, """, Outputs);
        scene.Person(0, 1).Fault(50).Stop(100);
        Assert.Equal("0 lamp on, 0 siren off, 0 gate 20, 50 " + Safe(50) + ", 100 " + Safe(100), scene.Done);
        scene.Person(200, 1).Tick(300).Input(400, 0, true).Fault(500).Stop(600);
        Assert.Equal("", scene.Done);
        Assert.Empty(scene.Engine.Events.ToArray());
        Assert.Equal((EngineState.Stopped, 0, 1, 10), State(scene));
    }

    private static string Safe(int time) => $"lamp off, {time} siren on, {time} gate 10";

    private static (EngineState State, double Lamp, double Siren, double Gate) State(Scene scene) =>
        (scene.Engine.State, scene.Engine.ValueOf(0), scene.Engine.ValueOf(1), scene.Engine.ValueOf(2));
}
