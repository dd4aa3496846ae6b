namespace EdgeVision.Triggers.Tests.Engine;

public class PatternTests
{
    private const string Pulse = """{ "output": "lamp", "do": "pulse", "for": "200ms" }""";

    private const string Blink = """{ "output": "lamp", "do": "pattern", "steps": [["on", "100ms"], ["off", "50ms"]] }""";

    [Fact]
    public void A_pulse_ends_after_its_time_whatever_the_rule_does()
    {
        var scene = new Scene(Scene.Person(Pulse));
        scene.Person(0, 1).Person(100, 0);
        Assert.Equal(Scene.Nanoseconds(200), scene.Engine.NextDeadline);
        scene.Tick(500).Person(1000, 1).Person(1100, 1).Person(1900, 1);
        Assert.Equal("0 lamp on, 200 lamp off, 1000 lamp on, 1200 lamp off", scene.Done);
    }

    [Fact]
    public void A_pulse_begins_again_when_the_rule_turns_on_again()
    {
        var scene = new Scene(Scene.Person(Pulse));
        scene.Person(0, 1).Person(50, 0).Person(100, 1).Tick(1000);
        Assert.Equal("0 lamp on, 300 lamp off", scene.Done);
    }

    [Fact]
    public void A_counted_pattern_runs_to_its_end()
    {
        var scene = new Scene(Scene.Person(Blink.Replace("]] }", "]], \"repeat\": 2 }", StringComparison.Ordinal)));
        scene.Person(0, 1).Person(10, 0).Tick(1000);
        Assert.Equal("0 lamp on, 100 lamp off, 150 lamp on, 250 lamp off", scene.Done);
        Assert.Equal(Scene.Nanoseconds(2010), scene.Engine.NextDeadline);
    }

    [Fact]
    public void A_pattern_without_a_count_runs_as_long_as_the_rule_is_on()
    {
        var scene = new Scene(Scene.Person(Blink));
        scene.Person(0, 1).Person(310, 0).Tick(1000);
        Assert.Equal("0 lamp on, 100 lamp off, 150 lamp on, 250 lamp off, 300 lamp on, 310 lamp off", scene.Done);
    }

    [Fact]
    public void Steps_of_the_same_level_are_no_edges()
    {
        var scene = new Scene(Scene.Person("""{ "output": "lamp", "do": "pattern", "steps": [["on", "10ms"], ["on", "20ms"]], "repeat": 3 }"""));
        scene.Person(0, 1).Tick(1000);
        Assert.Equal("0 lamp on, 90 lamp off", scene.Done);
    }

    [Fact]
    public void Finally_replaces_a_pulse_that_still_runs()
    {
        var scene = new Scene(Scene.Person(Pulse, """ "finally": [{ "output": "lamp", "do": "off" }], """));
        scene.Person(0, 1).Person(50, 0).Tick(1000);
        Assert.Equal("0 lamp on, 50 lamp off", scene.Done);
    }

    [Fact]
    public void A_call_that_comes_very_late_loses_no_edge()
    {
        var scene = new Scene(
            Scene.Person("""{ "output": "lamp", "do": "pattern", "steps": [["on", "10ms"], ["off", "10ms"]] }"""),
            """ "stale": { "after": "1m" }, """);
        scene.Person(0, 1).Tick(59_999);
        Assert.Equal(6000, scene.Done.Split(',').Length);
    }
}
