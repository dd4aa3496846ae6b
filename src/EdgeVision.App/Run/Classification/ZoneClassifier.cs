using System.Diagnostics;
using EdgeVision.App.Images;
using EdgeVision.App.Run.Safety;
using EdgeVision.App.Run.Statistics;
using EdgeVision.Devices;
using EdgeVision.Devices.Cameras;
using EdgeVision.Imaging;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.App.Run.Classification;

/// <summary>
/// Runs the model on each zone of a frame. Each zone is treated as a picture of its own: cropped, fitted and resized as the model wants.
/// The conversion is planned when a format is first seen; after that a frame allocates nothing.
/// </summary>
internal sealed class ZoneClassifier : IFrameClassifier
{
    /// <summary>Plans that are kept; a folder of pictures can have any number of formats.</summary>
    private const int MaxFormats = 8;

    private readonly ImageModel _model;
    private readonly IReadOnlyList<Zone> _zones;
    private readonly Heartbeat _heartbeat;
    private readonly RunStatistics _statistics;
    private readonly Dictionary<FrameFormat, FrameToTensor[]> _plans = [];
    private readonly Scores _meaning;
    private readonly sbyte[] _scores;
    private readonly float[] _probabilities;

    public ZoneClassifier(ImageModel model, IReadOnlyList<Zone> zones, Heartbeat heartbeat, RunStatistics statistics)
    {
        (_model, _zones, _heartbeat, _statistics) = (model, zones, heartbeat, statistics);
        LoadedTensor output = model.Result;
        (Classes, Scale, ZeroPoint) = (output.Elements, output.Quantization!.Value.Scale, output.Quantization.Value.ZeroPoint);
        _meaning = new Scores(Scale, ZeroPoint);
        _scores = new sbyte[zones.Count * Classes];
        _probabilities = new float[_scores.Length];
    }

    public int Classes { get; }

    /// <summary>What a score means; see <see cref="Classification.Scores"/>.</summary>
    public float Scale { get; }

    /// <inheritdoc cref="Scale"/>
    public int ZeroPoint { get; }

    public ReadOnlySpan<sbyte> Scores => _scores;

    public ReadOnlySpan<float> Probabilities => _probabilities;

    public string? LastFault { get; private set; }

    /// <summary>Runs the model twice and measures the second time, which needs no compilation.</summary>
    public TimeSpan MeasureInference()
    {
        _model.Run();
        long start = Stopwatch.GetTimestamp();
        _model.Run();
        return Stopwatch.GetElapsedTime(start);
    }

    public bool TryClassify(CameraFrame frame)
    {
        FrameToTensor[] converters = PlansFor(frame.Format);
        long tensorTime = 0, inferenceTime = 0;
        for (int zone = 0; zone < converters.Length; zone++)
        {
            _heartbeat.Beat();
            long start = MonotonicClock.Nanoseconds;
            if (!converters[zone].TryRun(frame.Data, _model.Input))
            {
                LastFault = converters[zone].LastFault;
                return false;
            }

            long converted = MonotonicClock.Nanoseconds;
            _model.Run();
            _model.Last.Output.CopyTo(_scores.AsSpan(zone * Classes, Classes));
            tensorTime += converted - start;
            inferenceTime += MonotonicClock.Nanoseconds - converted;
        }

        _meaning.ToProbabilities(_scores, _probabilities);
        _statistics.Tensor.Add(tensorTime);
        _statistics.Inference.Add(inferenceTime);
        return true;
    }

    private FrameToTensor[] PlansFor(FrameFormat format) =>
        _plans.TryGetValue(format, out FrameToTensor[]? plans) ? plans : MakePlans(format);

    // A method of its own: what the lambda captures is allocated where its method begins, used or not.
    private FrameToTensor[] MakePlans(FrameFormat format)
    {
        if (_plans.Count == MaxFormats)
            _plans.Clear();
        FrameToTensor[] plans = [.. _zones.Select(zone => FrameToTensor.Plan(
            format, RegionOf(zone, format), _model.Preprocessing.Settings.Resize, _model.Normalization, _model.InputSpec))];
        _plans.Add(format, plans);
        return plans;
    }

    /// <summary>The pixels of a zone that the model gets to see.</summary>
    private CropRegion RegionOf(Zone zone, FrameFormat format)
    {
        int left = Math.Min((int)(zone.X * format.Width), format.Width - 1),
            top = Math.Min((int)(zone.Y * format.Height), format.Height - 1);
        int right = Math.Max(left + 1, (int)Math.Ceiling((zone.X + zone.Width) * format.Width - 1e-9));
        int bottom = Math.Max(top + 1, (int)Math.Ceiling((zone.Y + zone.Height) * format.Height - 1e-9));
        int width = Math.Min(right, format.Width) - left, height = Math.Min(bottom, format.Height) - top;
        CropRegion inZone = _model.Preprocessing.Settings.Region(width, height);
        return inZone with { X = left + inZone.X, Y = top + inZone.Y };
    }
}
