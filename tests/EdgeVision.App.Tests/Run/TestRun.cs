using System.Text.Json;
using EdgeVision.App.Run;
using EdgeVision.App.Run.Loop;
using EdgeVision.Devices.Pins;
using EdgeVision.Devices.Pins.Simulation;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests.Run;

/// <summary>A run in this process, on a thread of its own, with a scripted camera, simulated pins and a model that knows dark from bright.</summary>
internal sealed class TestRun : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly StopSignal _stop = new();
    private readonly LockedWriter _output = new();
    private readonly Thread _thread;
    private readonly RunSession _session;

    private TestRun(TempFolder folder, RunSettings settings, RunParts parts, SimulatedPins pins, ScriptedCamera camera)
    {
        (Folder, Pins, Camera) = (folder, pins, camera);
        _session = new RunSession(settings, parts, _output);
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    public TempFolder Folder { get; }

    public SimulatedPins Pins { get; }

    public ScriptedCamera Camera { get; }

    /// <summary>What ended the run, if not the wish.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>What was printed.</summary>
    public string Output => _output.ToString();

    /// <summary>The events that were printed so far.</summary>
    public IReadOnlyList<JsonElement> Events =>
        [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.EndsWith('}')).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>The pins' changes so far, as <c>17+</c> and <c>17-</c>.</summary>
    public IReadOnlyList<string> Edges => [.. Pins.Edges.Select(edge => $"{edge.Number}{(edge.Level == PinLevel.High ? '+' : '-')}")];

    /// <summary>Starts a run.</summary>
    /// <param name="rules">The rules file's text.</param>
    /// <param name="settings">Changes the settings.</param>
    /// <param name="parts">Changes the parts.</param>
    public static TestRun Start(string rules, Func<RunSettings, RunSettings>? settings = null, Func<RunParts, RunParts>? parts = null)
    {
        var folder = new TempFolder();
        var pins = new SimulatedPins();
        var camera = new ScriptedCamera();
        var standard = new RunSettings
        {
            Camera = "scripted",
            Model = folder.Write("brightness.tflite", BrightnessModel.ToTflite()),
            Rules = folder.Write("rules.json", rules),
            Board = "host",
            Preprocess = "crop=1,fit=stretch",
            Style = EventStyle.Json,
            Snapshots = folder["snapshots"],
            Teach = folder["teach"],
        };
        var standardParts = new RunParts { Camera = _ => camera, Pins = (_, _) => pins, Probes = () => [] };
        return new TestRun(folder, settings?.Invoke(standard) ?? standard, parts?.Invoke(standardParts) ?? standardParts, pins, camera);
    }

    public static void WaitFor(Func<bool> condition, Func<string> what)
    {
        long deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (!condition())
        {
            Assert.True(Environment.TickCount64 < deadline, $"waited in vain; {what()}");
            Thread.Sleep(5);
        }
    }

    public void WaitFor(Func<bool> condition) => WaitFor(condition, () => $"edges {string.Join(' ', Edges)}, output {Output}, failure {Failure}");

    /// <summary>Waits until the pins have changed like this since the start.</summary>
    public void WaitForEdges(params string[] edges) => WaitFor(() => Edges.SequenceEqual(edges));

    public JsonElement WaitForEvent(string kind, Func<JsonElement, bool>? which = null)
    {
        bool Fits(JsonElement line) => line.TryGetProperty("event", out JsonElement value) && value.GetString() == kind && (which is null || which(line));
        WaitFor(() => Events.Any(Fits));
        return Events.First(Fits);
    }

    /// <summary>Ends the run and waits for it.</summary>
    public void Stop()
    {
        _stop.Request();
        WaitForEnd();
    }

    public void WaitForEnd() => Assert.True(_thread.Join(Patience), "the run did not end");

    public void Dispose()
    {
        Stop();
        _session.Dispose();
        _stop.Dispose();
        Folder.Dispose();
    }

    private void Run()
    {
        try
        {
            _session.Run(_stop);
        }
        catch (Exception failure)
        {
            Failure = failure;
        }
    }
}
