using EdgeVision.App.Run.Classification;
using EdgeVision.Devices.Cameras;
using EdgeVision.Devices.Pins;

namespace EdgeVision.App.Tests.Run;

public class SafetyTests
{
    private const string QuicklyStale = """
        { "version": 1, "stale": { "after": "300ms" },
          "outputs": { "lamp": { "pin": 17 } },
          "rules": [ { "name": "bright lamp", "when": { "label": "bright", "at_least": 0.6 }, "then": [ { "output": "lamp", "do": "on" } ] } ] }
        """;

    [Fact]
    public void Without_fresh_frames_pins_are_safe()
    {
        using TestRun run = TestRun.Start(QuicklyStale);
        run.Camera.Show(1, 1);
        run.WaitForEdges("17+", "17-");
        Assert.Equal("stale", run.WaitForEvent("safe").GetProperty("reason").GetString());
        run.Camera.Show(1, 1);
        run.WaitFor(() => run.Edges is ["17+", "17-", "17+", ..]);
    }

    [Fact]
    public void A_loop_that_hangs_is_overruled_within_the_bound_and_may_come_back()
    {
        using var hang = new ManualResetEventSlim(initialState: true);
        using TestRun run = TestRun.Start(QuicklyStale, parts: parts => parts with { Classifier = inner => new Interposed(inner, _ => hang.Wait(TestRun.Patience)) });
        run.Camera.Show(1, 1);
        run.WaitFor(() => run.Edges is ["17+", ..]);
        hang.Reset();
        run.Camera.Show(1, 1); // the loop takes it, beats, and hangs
        run.WaitForEvent("guardian");
        Assert.Equal("17-", run.Edges[^1]);
        int edges = run.Edges.Count;
        hang.Set();
        run.WaitForEvent("safe", line => line.GetProperty("reason").GetString() is "fault" or "stale");
        run.Camera.Show(1, 1);
        run.WaitFor(() => run.Edges.Count > edges && run.Edges[edges] == "17+");
        Assert.Null(run.Failure);
    }

    [Fact]
    public void The_guardian_acts_although_pins_are_only_stale_later()
    {
        // Frames do not get stale for a minute here, and a hang could not be noticed by the loop anyway: only the guardian is left.
        using var hang = new ManualResetEventSlim(initialState: true);
        using TestRun run = TestRun.Start(
            QuicklyStale.Replace("300ms", "2s", StringComparison.Ordinal), parts: parts => parts with { Classifier = inner => new Interposed(inner, _ => hang.Wait(TestRun.Patience)) });
        run.Camera.Show(1, 1);
        run.WaitFor(() => run.Edges is ["17+"]);
        hang.Reset();
        long hangs = Devices.MonotonicClock.Nanoseconds;
        run.Camera.Show(1, 1);
        run.WaitForEdges("17+", "17-");
        double seconds = (run.Pins.Edges[^1].Nanoseconds - hangs) / 1e9;
        Assert.InRange(seconds, 1.5, 2.5 + 30); // limit 2 s, checked every 0.5 s; the rest is for a busy machine
        hang.Set();
    }

    [Fact]
    public void An_inference_that_fails_makes_pins_safe_until_the_next_frame()
    {
        int frames = 0;
        using TestRun run = TestRun.Start(RulesText.BrightLamp, parts: parts => parts with
        {
            Classifier = inner => new Interposed(inner, _ =>
            {
                if (++frames == 2)
                    throw new InvalidOperationException("the kernel lost its way");
            }),
        });
        run.Camera.Show(3, 1);
        run.WaitForEdges("17+", "17-", "17+");
        Assert.Equal("the kernel lost its way", run.WaitForEvent("fault").GetProperty("message").GetString());
    }

    [Fact]
    public void An_inference_that_always_fails_ends_the_run_as_device_trouble()
    {
        using TestRun run = TestRun.Start(RulesText.BrightLamp, parts: parts => parts with { Classifier = inner => new Interposed(inner, _ => throw new InvalidOperationException("broken")) });
        run.Camera.Show(5, 1);
        run.WaitForEnd();
        Assert.Contains("broken", Assert.IsType<DeviceException>(run.Failure).Message, StringComparison.Ordinal);
        Assert.Empty(run.Edges);
    }

    [Fact]
    public void Damaged_frames_are_skipped_and_told_once()
    {
        using TestRun run = TestRun.Start(RulesText.BrightLamp, settings => settings with { Statistics = true });
        run.Camera.ShowDamaged();
        run.Camera.ShowDamaged();
        run.Camera.Show(1, 1);
        run.WaitForEdges("17+");
        run.Stop();
        Assert.Single(run.Events, line => line.TryGetProperty("event", out var kind) && kind.GetString() == "fault");
        Assert.Equal(2, run.Events[^1].GetProperty("faults").GetInt64());
        Assert.Equal(1, run.Events[^1].GetProperty("frames").GetInt64());
    }

    [Fact]
    public void A_pin_that_fails_ends_the_run_with_the_other_pins_safe()
    {
        const string TwoLamps = """
            { "version": 1, "stale": { "after": "60s" }, "outputs": { "a": { "pin": 5 }, "b": { "pin": 6 } },
              "rules": [
                { "name": "a", "when": { "label": "bright", "at_least": 0.55 }, "then": [ { "output": "a", "do": "on" } ] },
                { "name": "b", "when": { "label": "bright", "at_least": 0.95 }, "then": [ { "output": "b", "do": "on" } ] } ] }
            """;
        using TestRun run = TestRun.Start(TwoLamps, parts: parts => parts with { Pins = (name, board) => new BreakingBank(parts.Pins(name, board), breaks: 6) });
        run.Camera.Show(1, 0.6);
        run.WaitForEdges("5+");
        run.Camera.Show(1, 1);
        run.WaitForEnd();
        Assert.IsType<PinException>(run.Failure);
        Assert.Equal(["5+", "5-"], run.Edges);
    }

    /// <summary>A classifier with something before it.</summary>
    internal sealed class Interposed(IFrameClassifier inner, Action<CameraFrame> before) : IFrameClassifier
    {
        public int Classes => inner.Classes;

        public ReadOnlySpan<sbyte> Scores => inner.Scores;

        public ReadOnlySpan<float> Probabilities => inner.Probabilities;

        public string? LastFault => inner.LastFault;

        public bool TryClassify(CameraFrame frame)
        {
            before(frame);
            return inner.TryClassify(frame);
        }
    }
}
