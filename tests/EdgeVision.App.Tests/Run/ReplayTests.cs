using EdgeVision.App.Run.Events;
using EdgeVision.App.Run.Recording;
using EdgeVision.Testing;
using EdgeVision.Triggers.Engine;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.App.Tests.Run;

public sealed class ReplayTests : IDisposable
{
    private const string Rules = """
        { "version": 1, "stale": { "after": "500ms" },
          "zones": { "left": { "x": 0, "y": 0, "width": 0.5, "height": 1 } },
          "inputs": { "arm": { "pin": 23, "use": "arm" }, "shot": { "pin": 24, "use": "snapshot" } },
          "outputs": { "lamp": { "pin": 17 }, "siren": { "pin": 27 }, "fan": { "pin": 18, "kind": "pwm" } },
          "rules": [
            { "name": "lamp", "when": { "label": "bright", "at_least": 0.7, "until_below": 0.4, "frames": "2 of 3" }, "minimum_on": "400ms", "hold": "200ms",
              "then": [ { "output": "lamp", "do": "pattern", "steps": [["on", "30ms"], ["off", "20ms"]], "repeat": 3 } ] },
            { "name": "siren", "when": { "label": "dark", "at_least": 0.5, "armed": true, "zone": "left" }, "cooldown": "300ms", "then": [ { "output": "siren", "do": "on" } ] },
            { "name": "fan", "when": { "label": "*", "at_least": 0.9 }, "then": [ { "output": "fan", "do": "pwm", "duty": 0.3 } ] } ] }
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_recorded_run_replays_to_the_same_edges()
    {
        string sessions;
        using (TestRun run = TestRun.Start(Rules, settings => settings with { Record = Path.Combine(_folder.Root, "sessions") }))
        {
            run.Camera.Show(4, 1);
            run.WaitFor(() => run.Edges.Count(edge => edge == "17+") == 3);
            run.Pins.Drive(23, EdgeVision.Devices.Pins.PinLevel.Low);
            run.WaitForEvent("armed");
            run.Camera.Show(2, 0);
            run.WaitFor(() => run.Edges.Contains("27+"));
            run.Stop();
            sessions = _folder["sessions"];
        }

        Cli replay = Cli.Run("run", "--replay", sessions, "--text");
        Assert.Equal("", replay.Error);
        Assert.Contains("as recorded", replay.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_session_replays_to_the_same_actions()
    {
        for (uint seed = 1; seed <= 30; seed++)
        {
            string file = Record(seed, steps: 200);
            using var session = new SessionReader(file);
            var replay = new Replay(session, rules: null);
            Assert.Null(replay.FindDifference());
            Assert.True(replay.Actions > 10, $"seed {seed}: only {replay.Actions} actions");
        }
    }

    [Fact]
    public void One_changed_bit_of_a_recorded_action_is_found()
    {
        byte[] bytes = File.ReadAllBytes(Record(seed: 7, steps: 100));
        int at = LastAction(bytes);
        foreach (int offset in (int[])[1, 9, 10, 11, 13, 22]) // time, kind, reason, rule, output, the value's sign
        {
            byte[] changed = [.. bytes];
            changed[at + offset] ^= offset == 22 ? (byte)0x80 : (byte)1;
            Cli.Run("run", "--replay", _folder.Write("changed.session", changed)).AssertFails(ExitCodes.BadInput, "changed.session", "input ", "recorded was", "now it is");
        }
    }

    [Fact]
    public void A_missing_or_an_additional_action_is_found()
    {
        byte[] bytes = File.ReadAllBytes(Record(seed: 7, steps: 100));
        int at = LastAction(bytes);
        byte[] missing = [.. bytes[..at], .. bytes[(at + SessionFormat.ActionBytes)..]];
        Cli.Run("run", "--replay", _folder.Write("missing.session", missing)).AssertFails(ExitCodes.BadInput, "recorded was nothing");
        byte[] twice = [.. bytes[..at], .. bytes[at..(at + SessionFormat.ActionBytes)], .. bytes[at..]];
        Cli.Run("run", "--replay", _folder.Write("twice.session", twice)).AssertFails(ExitCodes.BadInput, "now it is nothing");
    }

    [Fact]
    public void A_recording_that_breaks_off_replays_up_to_there()
    {
        byte[] bytes = File.ReadAllBytes(Record(seed: 3, steps: 50));
        for (int cut = 1; cut < 120; cut++)
        {
            Cli replay = Cli.Run("run", "--replay", _folder.Write("cut.session", bytes[..^cut]), "--text");
            Assert.Equal("", replay.Error);
        }
    }

    [Fact]
    public void Other_rules_show_what_would_have_happened()
    {
        string other = _folder.Write("other.json", """
            { "version": 1, "outputs": { "bell": { "pin": 5 } },
              "rules": [ { "name": "bell", "when": { "label": "dark", "at_least": 0.2 }, "then": [ { "output": "bell", "do": "on" } ] } ] }
            """);
        Cli replay = Cli.Run("run", "--replay", Record(seed: 5, steps: 200), "--rules", other, "--text");
        Assert.Equal(0, replay.ExitCode);
        Assert.Contains("→ GPIO5 high", replay.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("GPIO17", replay.Output, StringComparison.Ordinal);
        Assert.StartsWith("{", Cli.Run("run", "--replay", Record(seed: 5, steps: 200), "--rules", other, "--json").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_rules_cannot_look_where_nothing_was_recorded()
    {
        string other = _folder.Write("other.json", """
            { "version": 1, "zones": { "top": { "x": 0, "y": 0, "width": 1, "height": 0.25 } }, "outputs": { "bell": { "pin": 5 } },
              "rules": [ { "name": "bell", "when": { "label": "dark", "at_least": 0.2, "zone": "top" }, "then": [ { "output": "bell", "do": "on" } ] } ] }
            """);
        Cli.Run("run", "--replay", Record(seed: 5, steps: 20), "--rules", other).AssertFails(ExitCodes.BadInput, "'top' was not recorded");
    }

    [Fact]
    public void What_is_no_session_is_refused()
    {
        Cli.Run("run", "--replay", _folder.Write("a.session", "EdgeVision")).AssertFails(ExitCodes.BadInput, "not a recorded session");
        Cli.Run("run", "--replay", _folder["none"]).AssertFails(ExitCodes.BadInput, "none");
        Directory.CreateDirectory(_folder["empty"]);
        Cli.Run("run", "--replay", _folder["empty"]).AssertFails(ExitCodes.BadInput, "no recorded session");
    }

    [Fact]
    public void Damaged_sessions_never_crash()
    {
        byte[] bytes = File.ReadAllBytes(Record(seed: 11, steps: 20));
        var random = new Prng(0x5E55);
        for (int round = 0; round < 1500; round++)
        {
            byte[] damaged = [.. bytes];
            for (int i = 0; i <= round % 4; i++)
                damaged[random.Next(0, damaged.Length - 1)] = random.NextByte();
            if (round % 5 == 0)
                damaged = damaged[..random.Next(0, damaged.Length - 1)];
            try
            {
                ReplaySessions.Run(_folder.Write("damaged.session", damaged), null, EdgeVision.App.Run.EventStyle.Text, TextWriter.Null);
            }
            catch (Exception refused) when (refused is BadInputException or RulesException)
            {
                Assert.NotEmpty(refused.Message);
            }
        }
    }

    /// <summary>Tells an engine and a recorder the same random things.</summary>
    private string Record(uint seed, int steps)
    {
        var rules = RuleSet.Parse(Rules, "rules.json");
        var pins = new BoardPins("test", [.. Enumerable.Range(0, 28).Select(number => new BoardPin(number + 1, $"GPIO{number}", number, null))]);
        string[] labels = ["dark", "bright"];
        var engine = new RuleEngine(rules, new RuleContext { Labels = labels, Pins = pins });
        var header = new SessionHeader(DateTimeOffset.UnixEpoch.AddSeconds(seed), 0, "m", "", labels, 1 / 256f, -128, rules.Zones, "rules.json", Rules, pins);
        var scores = new sbyte[engine.ProbabilitiesPerFrame];
        var probabilities = new float[scores.Length];
        var meaning = new EdgeVision.App.Run.Classification.Scores(header.ScoreScale, header.ScoreZeroPoint);
        string folder = _folder[$"session-{seed}-{steps}-{Guid.NewGuid():N}"];
        using var recorder = new SessionRecorder(folder, header, new EventLog());
        var random = new Prng(seed);
        long now = 1_000_000_000;
        for (int i = 0; i <= steps; i++)
        {
            now += random.Next(0, 149) * 1_000_000L;
            switch (i == steps ? 10 : random.Next(0, 9))
            {
                case 0:
                    engine.Tick(now);
                    recorder.Tick(now);
                    break;
                case 1:
                    bool active = random.Next(0, 1) == 0;
                    int input = random.Next(0, 1);
                    engine.SetInput(now, input, active);
                    recorder.Input(now, input, active);
                    break;
                case 2 when random.Next(0, 3) == 0:
                    engine.Fault(now);
                    recorder.Fault(now);
                    break;
                case 10:
                    engine.Stop(now);
                    recorder.Stop(now);
                    break;
                default:
                    for (int s = 0; s < scores.Length; s++)
                        scores[s] = (sbyte)random.Next(-128, 127);
                    var time = new FrameTime(now, now - random.Next(0, 99) * 1_000_000L, new DateTime(2026, 1, 1).AddMilliseconds(now / 1_000_000));
                    meaning.ToProbabilities(scores, probabilities);
                    engine.Frame(time, probabilities);
                    recorder.Frame(time, scores);
                    break;
            }

            foreach (ref readonly RuleAction action in engine.Actions)
                recorder.Action(action);
        }

        return recorder.Path;
    }

    // The stop makes three outputs safe: the file ends with three actions and the end's record.
    private static int LastAction(byte[] session)
    {
        int at = session.Length - SessionFormat.ActionBytes - 9;
        Assert.Equal((byte)RecordKind.Action, session[at]);
        return at;
    }
}
