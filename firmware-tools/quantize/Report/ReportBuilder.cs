using EdgeVision.Model;
using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Commands;
using EdgeVision.Quantize.Ladder;
using EdgeVision.Quantize.Passes;
using EdgeVision.Quantize.Writing;
using EdgeVision.Runtime;

namespace EdgeVision.Quantize.Report;

/// <summary>What a report is about.</summary>
internal sealed record ReportSubject(
    QuantizableGraph Source,
    LadderResult Ladder,
    Validation? Validation,
    CalibrationData Data,
    TfliteModel Model,
    long ModelBytes,
    string Preprocess,
    SampleSelection Selection,
    TimeSpan Duration);

/// <summary>Puts a report together.</summary>
internal static class ReportBuilder
{
    private const int WorstLayers = 4;
    private const int HistogramBars = 64;
    private const int MostChanges = 20;

    public static QuantizeReport Build(ReportSubject subject)
    {
        RungResult chosen = subject.Ladder.Chosen;
        IReadOnlyList<LayerReport> layers = LayersOf(subject);
        return new QuantizeReport(
            subject.Source.Float.Name,
            subject.Source.Float.Source,
            subject.Preprocess,
            subject.Selection.Calibration.Count,
            subject.Selection.Validation.Count,
            subject.Selection.Remark,
            subject.Validation?.FloatAccuracy,
            string.Join(" + ",
                subject.Ladder.Rungs.TakeWhile(rung => rung != chosen).Append(chosen).Select(rung => Recipe.NameOf(rung.Rung))),
            subject.Ladder.Reason,
            subject.Ladder.BudgetMet,
            FloatBytes(subject.Source),
            subject.ModelBytes,
            ExecutionPlan.Create(subject.Model).Arena.TotalBytes,
            subject.Duration.TotalSeconds,
            [.. subject.Ladder.Rungs.Select(rung => Describe(rung, subject))],
            layers,
            [.. layers.Where(layer => layer.Operator.EndsWith("Conv", StringComparison.Ordinal)
                || layer.Operator == "Dense").OrderBy(layer => layer.Sqnr).Take(WorstLayers).Select(layer => Look(layer, subject))],
            subject.Validation is { } validation && chosen.Figure is { } figure
                ? ChangesOf(validation, figure, subject.Source.Float.Labels)
                : []);
    }

    private static RungReport Describe(RungResult rung, ReportSubject subject) => new(
        Recipe.NameOf(rung.Rung),
        rung.Figure?.Accuracy,
        rung.Figure?.Agreement,
        rung.Figure is { } figure ? subject.Validation!.LossOf(figure) : null,
        rung.LogitsSqnr,
        rung.Seconds,
        rung == subject.Ladder.Chosen,
        [.. rung.Layers.Select(layer => layer.Decibels)]);

    private static List<LayerReport> LayersOf(ReportSubject subject)
    {
        QuantizedModel model = subject.Ladder.Chosen.Model;
        var layers = new List<LayerReport>();
        foreach (ValueSqnr layer in subject.Ladder.Chosen.Layers)
        {
            Operation operation = model.Graph.Operations.First(o => o.Output == layer.Value);
            ActivationQuantization q = model.Activations[layer.Value];
            string kind = operation.Node.GetType().Name.Replace("Node", "", StringComparison.Ordinal);
            layers.Add(new LayerReport(layer.Value, kind, layer.Decibels, q.ToReal(sbyte.MinValue), q.ToReal(sbyte.MaxValue)));
        }

        return layers;
    }

    private static WorstLayer Look(LayerReport layer, ReportSubject subject)
    {
        QuantizedModel model = subject.Ladder.Chosen.Model;
        Operation operation = model.Graph.Operations.First(o => o.Output == layer.Name);
        Histogram histogram = subject.Data.Histograms[layer.Name].Whole(HistogramBars);
        double total = Math.Max(1, histogram.Total);
        var activations = new Bars(histogram.Min, histogram.Max, [.. histogram.Counts.Select(count => count / total)]);
        Bars? weights = operation.Linear is { } linear ? WeightBars(model.Layers[linear.Node.Name].Weights) : null;
        return new WorstLayer(layer.Name, layer.Sqnr, weights, activations, layer.RangeMin, layer.RangeMax);
    }

    private static Bars WeightBars(sbyte[] weights)
    {
        var shares = new double[HistogramBars];
        foreach (sbyte weight in weights)
            shares[(weight + 128) * HistogramBars / 256] += 1.0 / weights.Length;
        return new Bars(sbyte.MinValue, sbyte.MaxValue, shares);
    }

    private static List<ConfusionChange> ChangesOf(Validation validation, DeployedFigure figure, IReadOnlyList<string> labels)
    {
        var changes = new Dictionary<(int From, int To), (int Count, int Fixed, int Broken)>();
        for (int i = 0; i < figure.Classes.Length; i++)
        {
            (int from, int to) = (validation.FloatClasses[i], figure.Classes[i]);
            if (from == to)
                continue;
            (int count, int repaired, int broken) = changes.GetValueOrDefault((from, to));
            changes[(from, to)] =
                (count + 1, repaired + (validation.LabelOf(i) == to ? 1 : 0), broken + (validation.LabelOf(i) == from ? 1 : 0));
        }

        return [.. changes.OrderByDescending(change => change.Value.Count).ThenByDescending(change => change.Value.Broken).Take(MostChanges)
            .Select(change =>
                new ConfusionChange(NameOf(change.Key.From), NameOf(change.Key.To), change.Value.Count, change.Value.Fixed,
                change.Value.Broken))];

        string NameOf(int index) => index < labels.Count ? labels[index] : $"class {index}";
    }

    private static long FloatBytes(QuantizableGraph graph)
    {
        long bytes = 0;
        foreach (Operation operation in graph.Operations)
            bytes += operation.Linear is { } layer ? sizeof(float) * ((long)layer.Weights.Data.Length + layer.Channels) : 0;
        return bytes;
    }
}
