using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Execution;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Passes;
using EdgeVision.Quantize.Writing;

namespace EdgeVision.Quantize.Ladder;

/// <summary>Climbs the ladder: each rung takes the float model and what calibration knows, and makes a better int8 model.</summary>
internal sealed class Climber
{
    private const int HistogramBins = 2048;

    private readonly QuantizableGraph _source;
    private readonly FloatProgram _program;
    private readonly CalibrationData _data;
    private readonly IReadOnlyList<Sample> _samples;
    private readonly ValueRange _inputRange;
    private readonly RangeMethod _method;
    private readonly IProgressDisplay _progress;
    private readonly HashSet<Rung> _climbed = [];

    private QuantizableGraph _graph;
    private Dictionary<string, ChannelMap> _maps = [];
    private Dictionary<string, ChannelHistograms> _histograms;
    private Dictionary<string, ValueRange> _ranges;
    private ReferencePixels? _reference;

    /// <summary>Stands at the foot of the ladder.</summary>
    public Climber(
        QuantizableGraph source,
        FloatProgram program,
        CalibrationData data,
        IReadOnlyList<Sample> samples,
        ValueRange inputRange,
        RangeMethod method,
        IProgressDisplay progress)
    {
        _source = _graph = source;
        _program = program;
        _data = data;
        _samples = samples;
        _inputRange = inputRange;
        _method = method;
        _progress = progress;
        _histograms = new Dictionary<string, ChannelHistograms>(data.Histograms);
        _ranges = ChooseRanges();
        Model = Rounded();
    }

    /// <summary>The best model so far.</summary>
    public QuantizedModel Model { get; private set; }

    /// <summary>What equalization did to the values of <see cref="Model"/>.</summary>
    public IReadOnlyDictionary<string, ChannelMap> Maps => _maps;

    /// <summary>Distributions of the values, in the unit of <see cref="Model"/>.</summary>
    public IReadOnlyDictionary<string, ChannelHistograms> Histograms => _histograms;

    /// <summary>Climbs one rung.</summary>
    public void Climb(Rung rung)
    {
        _climbed.Add(rung);
        switch (rung)
        {
            case Rung.PerChannel:
                break;
            case Rung.Equalize:
                Equalize(BiasAbsorption.None);
                break;
            case Rung.Absorb:
                Equalize(BiasAbsorption.High);
                break;
            case Rung.AnalyticBias:
                Model = AnalyticBiasCorrection.Apply(Model, _histograms);
                break;
            case Rung.EmpiricalBias:
                Model = Walk(new EmpiricalBiasCorrection());
                break;
            case Rung.AdaptiveRounding:
                Model = Walk(new AdaptiveRounding());
                break;
            case Rung.Ranges:
                ImproveRanges();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(rung));
        }
    }

    private QuantizedModel Rounded() => QuantizedModel.Nearest(_graph, ActivationAssignment.Assign(_graph, _ranges));

    private void Equalize(BiasAbsorption absorption)
    {
        (_graph, _maps) = Equalization.Apply(_source, _data, absorption);
        _histograms = _data.Histograms.ToDictionary(pair => pair.Key,
            pair => _maps.TryGetValue(pair.Key, out ChannelMap? map) ? pair.Value.Mapped(map) : pair.Value);
        _ranges = ChooseRanges();
        Model = Rounded();
    }

    private void ImproveRanges()
    {
        var search = new RangeSearch(_histograms, _program, _source.Logits, _samples);
        _ranges = search.Improve(Model, _ranges, (done, total) => _progress.Report("choosing ranges", done, total));
        Model = Model with { Activations = ActivationAssignment.Assign(_graph, _ranges) };
        if (_climbed.Contains(Rung.AdaptiveRounding))
            Model = Walk(new AdaptiveRounding());
        else if (_climbed.Contains(Rung.EmpiricalBias))
            Model = Walk(new EmpiricalBiasCorrection());
    }

    private QuantizedModel Walk(LayerSolver solver)
    {
        int total = _graph.Operations.Count;
        _reference ??= ReferencePixels.Collect(_source, _program, _samples,
            done => _progress.Report("collecting targets", done, _samples.Count));
        return LayerWalk.Solve(Model, solver, _reference, _maps, done => _progress.Report("solving layers", done, total));
    }

    private Dictionary<string, ValueRange> ChooseRanges()
    {
        var ranges = new Dictionary<string, ValueRange> { [_source.Float.Input.Name] = _inputRange };
        foreach (Operation operation in _source.Operations)
        {
            Histogram histogram = _histograms[operation.Output].Whole(HistogramBins);
            ValueRange average = _data.MovingAverages[operation.Output];
            ValueRange range = RangeChooser.Choose(_method, histogram, _maps.ContainsKey(operation.Output) ? Extremes(histogram) : average);
            ranges[operation.Output] = operation.Clip == ActivationKind.Relu6 ? new ValueRange(0, Math.Min(range.Max, 6)) : range;
        }

        return ranges;
    }

    private static ValueRange Extremes(Histogram histogram) => new((float)histogram.Min, (float)histogram.Max);
}
