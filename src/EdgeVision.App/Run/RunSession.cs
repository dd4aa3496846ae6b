using System.Diagnostics;
using System.Security.Cryptography;
using EdgeVision.App.Images;
using EdgeVision.App.Models;
using EdgeVision.App.Output;
using EdgeVision.App.Pins;
using EdgeVision.App.Rules;
using EdgeVision.App.Run.Actions;
using EdgeVision.App.Run.Classification;
using EdgeVision.App.Run.Events;
using EdgeVision.App.Run.Health;
using EdgeVision.App.Run.Inputs;
using EdgeVision.App.Run.Loop;
using EdgeVision.App.Run.Outputs;
using EdgeVision.App.Run.Pictures;
using EdgeVision.App.Run.Recording;
using EdgeVision.App.Run.Rules;
using EdgeVision.App.Run.Safety;
using EdgeVision.App.Run.Service;
using EdgeVision.App.Run.Statistics;
using EdgeVision.Devices;
using EdgeVision.Devices.Boards;
using EdgeVision.Devices.Cameras;
using EdgeVision.Devices.Pins;
using EdgeVision.Imaging;
using EdgeVision.Runtime;
using EdgeVision.Triggers.Engine;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.App.Run;

/// <summary>One run from the first check to the last safe pin. Everything is checked before the first pin is taken.</summary>
internal sealed class RunSession : IDisposable
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(0.5);

    private readonly RunSettings _settings;
    private readonly RunParts _parts;
    private readonly TextWriter _output;
    private readonly WallClock _clock = new();
    private readonly EventLog _events = new();
    private readonly Heartbeat _heartbeat = new();
    private readonly RunStatistics _statistics = new();
    private readonly ImageModel _model;
    private readonly RuleSet _rules;
    private readonly string _rulesText;
    private readonly BoardPins _boardPins;
    private readonly Board _board;
    private readonly Labels _labels;
    private readonly IReadOnlyList<string> _classNames;
    private readonly RuleEngine _engine;
    private readonly ZoneClassifier _classifier;
    private readonly ICamera _camera;
    private OutputBank? _outputs;

    /// <summary>Reads and checks everything; takes no device yet.</summary>
    /// <exception cref="RulesException">The rules do not fit the model or the board.</exception>
    /// <exception cref="UsageException">The camera is not understood.</exception>
    public RunSession(RunSettings settings, RunParts parts, TextWriter output)
    {
        (_settings, _parts, _output) = (settings, parts, output);
        _board = BuiltInBoards.Load(settings.Board ?? BuiltInBoards.Detect());
        _boardPins = HeaderPins.Of(_board);
        _rulesText = RulesFile.Read(settings.Rules);
        _rules = RuleSet.Parse(_rulesText, settings.Rules);
        _model = ImageModel.Open(settings.Model, settings.Head, Preprocessing.MiddleSquare, settings.Preprocess, PlanOptions.Default with { Threads = settings.Threads });
        try
        {
            _classifier = new ZoneClassifier(_model, _rules.Zones, _heartbeat, _statistics);
            _labels = Labels.For(_classifier.Classes, _model.Last.Metadata, settings.Labels);
            _classNames = [.. Enumerable.Range(0, _classifier.Classes).Select(index => _labels[index])];
            _engine = new RuleEngine(_rules, new RuleContext { Labels = _classNames, Pins = _boardPins });
            _camera = CreateCamera();
        }
        catch
        {
            _model.Dispose();
            throw;
        }
    }

    /// <summary>Takes the devices and runs until the end.</summary>
    /// <exception cref="PinException">The pins cannot be had, or not be driven any more.</exception>
    /// <exception cref="CameraException">The camera cannot be had.</exception>
    public void Run(StopSignal stop)
    {
        using IPinBank bank = _parts.Pins(_settings.Pins, _board);
        using OutputBank outputs = _outputs = new OutputBank(bank, _rules, _boardPins);
        using var inputs = new InputWatcher(bank, _rules, _boardPins, _events);
        TimeSpan inference = _classifier.MeasureInference();
        _camera.Start();
        var status = new StatusLine(_statistics, _camera, outputs, _labels);
        using var manager = ServiceManager.FromEnvironment();
        using var slow = new SlowActions(_events, _clock);
        using var pictures =
            new PictureTaker(_events, _clock, Folder(_settings.Snapshots, WhenFull.DeleteOldest), Folder(_settings.Teach, WhenFull.Refuse));
        using SessionRecorder? recorder = _settings.Record is { } folder ? new SessionRecorder(folder, Header(), _events) : null;
        using var health = new HealthMonitor([.. _parts.Probes(), .. DiskProbes(recorder, pictures)], _parts.HealthInterval, _events);
        TimeSpan time;
        using (new EventPrinter(_events, WriterFor(status)))
        {
            var dispatcher = new ActionDispatcher(_rules, _classNames, outputs, slow, pictures, _events, _statistics);
            var driver = new RuleDriver(_engine, dispatcher, recorder, _statistics);
            var parts =
                new LoopParts(_camera, _parts.Classifier(_classifier), driver, inputs, outputs, pictures, _heartbeat, _events, _statistics);
            var loop = new FrameLoop(parts, _settings.Limits) { Classified = (top, probability) => status.Top = (top, probability) };
            time = Watch(loop, stop, manager, GuardianLimit(inference), outputs);
            slow.Dispose();
            pictures.Dispose();
        }

        Print(RunReport.Of(_statistics, _camera.Statistics, time, slow.Lost + pictures.Lost, _events.Lost));
    }

    /// <summary>Makes every output safe at once, from any thread; the way out when a clean end takes too long.</summary>
    public void ForceSafe() => _outputs?.LockOut();

    public void Dispose()
    {
        _camera.Dispose();
        _model.Dispose();
    }

    private TimeSpan Watch(FrameLoop loop, StopSignal stop, ServiceManager manager, TimeSpan limit, OutputBank outputs)
    {
        long start = Stopwatch.GetTimestamp();
        _heartbeat.Beat();
        using (var guardian = new Guardian(_heartbeat, limit, outputs, _events))
        using (new ServiceWatchdog(manager, _heartbeat, limit))
        {
            string summary = $"{_camera.Description}, {_model.Name}, {_rules.Rules.Count} rule{(_rules.Rules.Count == 1 ? "" : "s")} on {_board.Name}";
            _events.Tell(RunEventKind.Started, $"watching {summary}; pins are safe within {guardian.Bound.TotalSeconds:F1} s of a hang");
            manager.Ready($"watching {summary}");
            try
            {
                loop.Run(stop);
            }
            finally
            {
                manager.Stopping();
                _events.Tell(RunEventKind.Stopped, "stopped; every output is safe");
                outputs.LockOut();
            }
        }

        return Stopwatch.GetElapsedTime(start);
    }

    // A loop that is only slow must not be taken for one that hangs, and one that hangs may not outlast the user's patience with stale
    // frames.
    private TimeSpan GuardianLimit(TimeSpan inference) =>
        TimeSpan.FromTicks(Math.Max(_rules.StaleAfter.Ticks, ((inference * 3) + Slack).Ticks));

    private ICamera CreateCamera()
    {
        try
        {
            return _parts.Camera(_settings.Camera);
        }
        catch (FormatException wrong)
        {
            throw new UsageException(wrong.Message);
        }
    }

    private PictureFolder Folder(string path, WhenFull whenFull) => new(path, _settings.PictureBytes, whenFull);

    private IEnumerable<IHealthProbe> DiskProbes(SessionRecorder? recorder, PictureTaker pictures)
    {
        if (recorder is not null)
            yield return new DiskProbe(_settings.Record!, _parts.FreeBytes, full => EndIfFull(recorder, full));
        yield return new DiskProbe(_settings.Snapshots, _parts.FreeBytes, full => pictures.IsPaused = full);
    }

    private static void EndIfFull(SessionRecorder recorder, bool full)
    {
        if (full)
            recorder.End("the disk is almost full");
    }

    private SessionHeader Header() => new(
        DateTimeOffset.Now, MonotonicClock.Nanoseconds, _model.Name,
        Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_model.First.File))), _classNames,
        _classifier.Scale, _classifier.ZeroPoint, _rules.Zones, _settings.Rules, _rulesText, _boardPins);

    private IEventWriter WriterFor(StatusLine status) => _settings.Style switch
    {
        EventStyle.Json => new JsonEventWriter(_output, _clock),
        EventStyle.Terminal => new TextEventWriter(_output, _clock, status),
        _ => new TextEventWriter(_output, _clock, status: null),
    };

    private void Print(RunReport report)
    {
        if (!_settings.Statistics)
            return;
        if (_settings.Style == EventStyle.Json)
            JsonOutput.WriteLine(_output, report, types => types.RunReport);
        else
            report.Print(_output);
    }
}
