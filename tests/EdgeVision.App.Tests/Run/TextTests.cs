using System.Text.Json;
using EdgeVision.App.Run;
using EdgeVision.App.Run.Events;
using EdgeVision.Triggers.Engine;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.App.Tests.Run;

/// <summary>What people read.</summary>
public class TextTests
{
    public static TheoryData<string, string> Lines => new()
    {
        { "person 0.97 → GPIO17 high", Text(new RunEvent(RunEventKind.Pin, 0) { Pin = 17, Value = 1, Label = "person", Probability = 0.97f, Reason = Reason.Frame }) },
        { "time is over → GPIO17 low", Text(new RunEvent(RunEventKind.Pin, 0) { Pin = 17, Value = 0, Label = "person", Probability = 0.97f, Reason = Reason.Timer }) },
        { "no longer seen → GPIO17 low", Text(new RunEvent(RunEventKind.Pin, 0) { Pin = 17, Value = 0, Reason = Reason.Frame }) },
        { "cat 0.50 → GPIO18 duty 0.3", Text(new RunEvent(RunEventKind.Pin, 0) { Pin = 18, Value = 0.3, Drive = OutputKind.Pwm, Label = "cat", Probability = 0.5f, Reason = Reason.Frame }) },
        { "fault → GPIO12 90°", Text(new RunEvent(RunEventKind.Pin, 0) { Pin = 12, Value = 90, Drive = OutputKind.Servo, Reason = Reason.Fault }) },
        { "cat 0.50: rule 'door' on", Text(new RunEvent(RunEventKind.RuleOn, 0) { Rule = "door", Label = "cat", Probability = 0.5f }) },
        { "rule 'door' off (hours are over)", Text(new RunEvent(RunEventKind.RuleOff, 0) { Rule = "door", Reason = Reason.Schedule }) },
        { "every output is safe (no fresh frames)", Text(new RunEvent(RunEventKind.Safe, 0) { Reason = Reason.Stale }) },
        { "armed", Text(new RunEvent(RunEventKind.Armed, 0)) },
        { "disarmed", Text(new RunEvent(RunEventKind.Disarmed, 0)) },
        { "watching", Text(new RunEvent(RunEventKind.Watching, 0)) },
        { "camera lost: cable", Text(new RunEvent(RunEventKind.CameraLost, 0) { Message = "cable" }) },
        { "camera is back: cable", Text(new RunEvent(RunEventKind.CameraRestarted, 0) { Message = "cable" }) },
        { "recording stopped: full", Text(new RunEvent(RunEventKind.RecordingStopped, 0) { Message = "full" }) },
        { "warning: hot", Text(new RunEvent(RunEventKind.Warning, 0) { Message = "hot" }) },
        { "well again: temperature", Text(new RunEvent(RunEventKind.Cleared, 0) { Message = "temperature" }) },
        { "a.png", Text(new RunEvent(RunEventKind.Picture, 0) { Message = "a.png" }) },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void Every_event_is_a_line(string expected, string line) => Assert.Equal("12:00:00.000  " + expected + "\n", line);

    [Fact]
    public void On_a_terminal_the_status_line_stays_below()
    {
        using TestRun run = TestRun.Start("""
            { "version": 1, "stale": { "after": "60s" },
              "outputs": { "lamp": { "pin": 17, "active": "low" }, "fan": { "pin": 18, "kind": "pwm" }, "gate": { "pin": 12, "kind": "servo", "safe": 45 } },
              "rules": [ { "name": "all", "when": { "label": "bright", "at_least": 0.6 },
                "then": [ { "output": "lamp", "do": "on" }, { "output": "fan", "do": "pwm", "duty": 0.4 }, { "output": "gate", "do": "servo", "angle": 90 } ] } ] }
            """, settings => settings with { Style = EventStyle.Terminal });
        run.Camera.Show(1, 1);
        run.WaitFor(() => run.Output.Contains("bright 1.00  GPIO17 low  GPIO18 40 %  GPIO12 90°  dropped 0", StringComparison.Ordinal));
        run.Camera.Lose("cable");
        run.Camera.ComeBack();
        run.WaitFor(() => run.Output.Contains("restarts 1", StringComparison.Ordinal));
        run.Stop();
        Assert.EndsWith("stopped; every output is safe\n\r\x1b[K", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"\r\x1b\[K\d\d:\d\d:\d\d\.\d\d\d  bright 1\.00 → GPIO17 low\n", run.Output);
    }

    [Fact]
    public void What_a_pin_goes_off_for_is_not_what_was_seen_before()
    {
        using TestRun run = TestRun.Start(RulesText.BrightLamp);
        run.Camera.Show(1, 1).Show(1, 0);
        run.Camera.End();
        run.WaitForEnd();
        JsonElement[] pins = [.. run.Events.Where(e => e.GetProperty("event").GetString() == "pin")];
        Assert.Equal(["high", "low"], pins.Select(e => e.GetProperty("level").GetString()));
        Assert.Equal("bright", pins[0].GetProperty("label").GetString());
        Assert.False(pins[1].TryGetProperty("label", out _));
    }

    private static string Text(RunEvent happened)
    {
        var output = new StringWriter();
        using var writer = new TextEventWriter(output, new WallClock(0, new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero)), status: null);
        writer.Write(happened);
        return output.ToString();
    }
}
