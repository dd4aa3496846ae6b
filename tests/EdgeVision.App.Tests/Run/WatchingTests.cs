using System.Globalization;
using System.Text.Json;
using EdgeVision.App.Run.Loop;
using EdgeVision.Devices.Pins;

namespace EdgeVision.App.Tests.Run;

public class WatchingTests
{
    [Fact]
    public void A_camera_that_is_over_before_its_first_picture_is_device_trouble()
    {
        using TestRun run = TestRun.Start(RulesText.BrightLamp);
        run.Camera.End();
        run.WaitForEnd();
        Assert.Equal("scripted camera: there was not one picture", Assert.IsType<Devices.Cameras.CameraException>(run.Failure).Message);
        Assert.Single(run.Events, line => line.GetProperty("event").GetString() == "safe");
    }

    [Fact]
    public void Seeing_a_class_drives_the_pin_and_tells_why()
    {
        using TestRun run = TestRun.Start(RulesText.BrightLamp);
        run.Camera.Show(3, 0);
        run.Camera.Show(2, 1);
        run.WaitForEdges("17+");
        run.Camera.Show(1, 0);
        run.WaitForEdges("17+", "17-");
        run.Stop();
        JsonElement on = run.WaitForEvent("pin", line => line.GetProperty("level").GetString() == "high");
        Assert.Equal(17, on.GetProperty("pin").GetInt32());
        Assert.Equal("bright", on.GetProperty("label").GetString());
        Assert.Equal("bright lamp", on.GetProperty("rule").GetString());
        Assert.InRange(on.GetProperty("probability").GetDouble(), 0.9, 1);
        Assert.Equal(["started", "watching", "rule_on", "pin", "rule_off", "pin", "safe", "stopped"], run.Events.Select(line => line.GetProperty("event").GetString()));
        Assert.Null(run.Failure);
    }

    [Fact]
    public void The_end_makes_pins_safe_and_closes_the_camera()
    {
        TestRun run = TestRun.Start(RulesText.BrightLamp);
        run.Camera.Show(1, 1);
        run.WaitForEdges("17+");
        run.Stop();
        Assert.Equal(["17+", "17-"], run.Edges);
        Assert.All(run.Pins.Lines(), line => Assert.Null(line.Consumer));
        run.Dispose();
        Assert.True(run.Camera.IsDisposed);
    }

    [Fact]
    public void A_safe_level_of_on_holds_before_the_first_frame_and_after_the_end()
    {
        string rules = RulesText.BrightLamp.Replace("\"pin\": 17", "\"pin\": 17, \"safe\": \"on\", \"active\": \"low\"", StringComparison.Ordinal);
        using TestRun run = TestRun.Start(rules);
        run.WaitForEvent("started");
        Assert.Empty(run.Edges); // on is low
        run.Camera.Show(1, 0);
        run.WaitForEdges("17+");
        run.Camera.Show(1, 1);
        run.WaitForEdges("17+", "17-");
        run.Camera.Show(1, 0);
        run.WaitForEdges("17+", "17-", "17+");
        run.Stop();
        Assert.Equal(["17+", "17-", "17+", "17-"], run.Edges);
    }

    [Fact]
    public void Each_zone_is_looked_at_by_itself()
    {
        using TestRun run = TestRun.Start("""
            { "version": 1, "stale": { "after": "60s" },
              "zones": { "left": { "x": 0, "y": 0, "width": 0.5, "height": 1 }, "right": { "x": 0.5, "y": 0, "width": 0.5, "height": 1 } },
              "outputs": { "a": { "pin": 5 }, "b": { "pin": 6 } },
              "rules": [
                { "name": "left", "when": { "label": "bright", "at_least": 0.6, "zone": "left" }, "then": [ { "output": "a", "do": "on" } ] },
                { "name": "right", "when": { "label": "bright", "at_least": 0.6, "zone": "right" }, "then": [ { "output": "b", "do": "on" } ] } ] }
            """);
        run.Camera.Show(1, left: 1, right: 0);
        run.WaitForEdges("5+");
        run.Camera.Show(1, left: 0, right: 1);
        run.WaitFor(() => run.Edges.Count == 3);
        Assert.Equal(["5+", "5-", "6+"], run.Edges.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Pulses_end_between_frames()
    {
        using TestRun run = TestRun.Start(RulesText.BrightLamp.Replace("\"do\": \"on\"", "\"do\": \"pulse\", \"for\": \"50ms\"", StringComparison.Ordinal));
        run.Camera.Show(1, 1);
        run.WaitForEdges("17+", "17-");
        PinEdge[] edges = [.. run.Pins.Edges];
        Assert.InRange(edges[1].Nanoseconds - edges[0].Nanoseconds, 40_000_000, long.MaxValue);
    }

    [Fact]
    public void A_pwm_output_makes_pulses_and_ends_low()
    {
        using TestRun run = TestRun.Start("""
            { "version": 1, "stale": { "after": "60s" }, "outputs": { "fan": { "pin": 18, "kind": "pwm", "frequency": 200 } },
              "rules": [ { "name": "fan", "when": { "label": "bright", "at_least": 0.6 }, "then": [ { "output": "fan", "do": "pwm", "duty": 0.25 } ] } ] }
            """);
        run.Camera.Show(1, 1);
        run.WaitFor(() => run.Edges.Count > 20);
        run.Stop();
        Assert.Equal("18-", run.Edges[^1]);
        Assert.Equal(0.25, run.WaitForEvent("pin").GetProperty("duty").GetDouble());
    }

    [Fact]
    public void A_servo_goes_to_its_safe_angle_first_and_turns_when_a_rule_wants()
    {
        using TestRun run = TestRun.Start("""
            { "version": 1, "stale": { "after": "60s" }, "outputs": { "gate": { "pin": 12, "kind": "servo", "safe": 0 } },
              "rules": [ { "name": "gate", "when": { "label": "bright", "at_least": 0.6 }, "then": [ { "output": "gate", "do": "servo", "angle": 90 } ] } ] }
            """);
        run.WaitFor(() => run.Edges.Count > 4);
        run.Camera.Show(1, 1);
        run.WaitForEvent("pin", line => line.GetProperty("angle").GetDouble() == 90);
        run.Stop();
        Assert.Equal("12-", run.Edges[^1]);
    }

    [Fact]
    public void Rules_wait_for_the_arm_switch()
    {
        using TestRun run = TestRun.Start("""
            { "version": 1, "stale": { "after": "60s" }, "inputs": { "arm": { "pin": 23, "use": "arm" } }, "outputs": { "siren": { "pin": 17 } },
              "rules": [ { "name": "siren", "when": { "label": "bright", "at_least": 0.6, "armed": true }, "then": [ { "output": "siren", "do": "on" } ] } ] }
            """);
        run.Camera.Show(3, 1);
        run.WaitForEvent("watching");
        run.Pins.Drive(23, PinLevel.Low);
        run.WaitForEvent("armed");
        Assert.Empty(run.Edges);
        run.Camera.Show(1, 1);
        run.WaitForEdges("17+");
        run.Pins.Drive(23, PinLevel.High);
        run.WaitForEdges("17+", "17-");
        run.WaitForEvent("disarmed");
    }

    [Fact]
    public void A_switch_that_is_active_at_the_start_counts()
    {
        using TestRun run = TestRun.Start("""
            { "version": 1, "stale": { "after": "60s" }, "inputs": { "arm": { "pin": 23, "use": "arm", "pull": "up", "active": "high" } }, "outputs": { "siren": { "pin": 17 } },
              "rules": [ { "name": "siren", "when": { "label": "bright", "at_least": 0.6, "armed": true }, "then": [ { "output": "siren", "do": "on" } ] } ] }
            """);
        run.WaitForEvent("armed");
        run.Camera.Show(1, 1);
        run.WaitForEdges("17+");
    }

    [Fact]
    public void Limits_end_the_run()
    {
        using TestRun frames = TestRun.Start(RulesText.BrightLamp, settings => settings with { Limits = new LoopLimits(Frames: 3), Statistics = true });
        frames.Camera.Show(10, 0);
        frames.WaitForEnd();
        Assert.Equal(3, frames.Events[^1].GetProperty("frames").GetInt64());
        using TestRun time = TestRun.Start(RulesText.BrightLamp, settings => settings with { Limits = new LoopLimits(Time: TimeSpan.FromMilliseconds(100)) });
        time.WaitForEnd();
        using TestRun camera = TestRun.Start(RulesText.BrightLamp, settings => settings with { Statistics = true });
        camera.Camera.Show(4, 0).End();
        camera.WaitForEnd();
        Assert.Equal(4, camera.Events[^1].GetProperty("frames").GetInt64());
    }

    [Fact]
    public void A_rate_below_the_cameras_is_kept()
    {
        const double Rate = 20;
        using TestRun run = TestRun.Start(RulesText.BrightLamp, settings => settings with { Limits = new LoopLimits(Rate, Frames: 8), Statistics = true });
        run.Camera.Show(8, 0);
        run.WaitForEnd();
        // Seven intervals between eight frames. A frame that comes late may be followed by one that is earlier by as much, at most an interval.
        Assert.InRange(run.Events[^1].GetProperty("seconds").GetDouble(), 6 / Rate, double.MaxValue);
    }

    [Fact]
    public void Statistics_count_what_happened()
    {
        using TestRun run = TestRun.Start(RulesText.BrightLamp, settings => settings with { Statistics = true });
        run.Camera.Show(1, 0);
        run.Camera.Show(1, 1);
        run.Camera.Show(1, 0);
        run.WaitForEdges("17+", "17-");
        run.Stop();
        JsonElement report = run.Events[^1];
        Assert.Equal(3, report.GetProperty("frames").GetInt64());
        Assert.Equal(3, report.GetProperty("received").GetInt64());
        Assert.Equal(3, report.GetProperty("inference").GetProperty("count").GetInt64());
        Assert.Equal(2, report.GetProperty("photon_to_pin").GetProperty("count").GetInt64());
        Assert.True(report.GetProperty("photon_to_pin").GetProperty("max_ms").GetDouble() > 0);
        Assert.Equal(0, report.GetProperty("lost_events").GetInt64());
    }

    [Fact]
    public void A_lost_camera_is_told_once_and_its_return_too()
    {
        using TestRun run = TestRun.Start(RulesText.BrightLamp);
        run.WaitForEvent("started");
        run.Camera.Lose("the cable is out");
        Assert.Equal("the cable is out", run.WaitForEvent("camera_lost").GetProperty("message").GetString());
        run.Camera.ComeBack();
        run.WaitForEvent("camera_restarted");
        run.Stop();
        Assert.Single(run.Events, line => line.GetProperty("event").GetString() == "camera_lost");
    }

    [Fact]
    public void Text_is_for_people()
    {
        using TestRun run = TestRun.Start(RulesText.BrightLamp, settings => settings with { Style = EdgeVision.App.Run.EventStyle.Text, Statistics = true });
        run.Camera.Show(1, 1);
        run.WaitForEdges("17+");
        run.Stop();
        string[] lines = [.. run.Output.Split('\n').Select(line => line.Length > 14 ? line[14..] : line)];
        Assert.Contains("bright 1.00 → GPIO17 high", lines);
        Assert.Contains("end → GPIO17 low", lines);
        Assert.Contains("photon to pin", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("rule 'bright lamp'", run.Output, StringComparison.Ordinal); // the pin tells it already
        Assert.Equal(12, DateTime.ParseExact(run.Output[..12], "HH:mm:ss.fff", CultureInfo.InvariantCulture).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture).Length);
    }
}
