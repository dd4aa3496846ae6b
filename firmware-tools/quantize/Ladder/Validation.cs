using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Execution;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Writing;

namespace EdgeVision.Quantize.Ladder;

/// <summary>How often an int8 model is right, or says what the float model says.</summary>
/// <param name="Accuracy">Percent of the labelled samples that are right; <see langword="null"/> without labels.</param>
/// <param name="Agreement">Percent of the samples with the float model's class.</param>
/// <param name="Classes">Its answers.</param>
internal sealed record DeployedFigure(double? Accuracy, double Agreement, int[] Classes);

/// <summary>Samples that calibration never sees, and the float model's answers to them.</summary>
internal sealed class Validation
{
    private readonly int[]? _labels;

    /// <summary>Runs the float model over the samples.</summary>
    /// <param name="program">The float model.</param>
    /// <param name="samples">At least one.</param>
    /// <param name="labels">Class of each sample in the model's own numbering; <see langword="null"/> when not known.</param>
    /// <param name="progress">Told of each sample.</param>
    public Validation(FloatProgram program, IReadOnlyList<Sample> samples, int[]? labels, IProgressDisplay progress)
    {
        Samples = samples;
        _labels = labels;
        FloatClasses = DeployedRun.Classify(program, samples, done => progress.Report("float model", done, samples.Count));
        FloatAccuracy = AccuracyOf(FloatClasses);
    }

    /// <summary>The samples.</summary>
    public IReadOnlyList<Sample> Samples { get; }

    /// <summary>The float model's answers.</summary>
    public int[] FloatClasses { get; }

    /// <summary>Percent of them that are right; <see langword="null"/> without labels.</summary>
    public double? FloatAccuracy { get; }

    /// <summary>The right answer to a sample, if known.</summary>
    public int? LabelOf(int sample) => _labels?[sample];

    /// <summary>Measures the deployed model.</summary>
    public DeployedFigure Measure(QuantizedModel model, IProgressDisplay progress)
    {
        int[] classes =
            DeployedRun.Classify(TfliteEmitter.Emit(model), Samples, done => progress.Report("deployed model", done, Samples.Count));
        int same = 0;
        for (int i = 0; i < classes.Length; i++)
            same += classes[i] == FloatClasses[i] ? 1 : 0;
        return new DeployedFigure(AccuracyOf(classes), 100.0 * same / classes.Length, classes);
    }

    /// <summary>Points lost against the float model: of accuracy, or of agreement without labels.</summary>
    public double LossOf(DeployedFigure figure) => FloatAccuracy is { } accuracy
        ? accuracy - figure.Accuracy!.Value
        : 100 - figure.Agreement;

    /// <summary>Refuses a model that gives one answer to everything although the float model does not.</summary>
    /// <exception cref="SourceException">The output has collapsed.</exception>
    public void RequireVariety(DeployedFigure figure, IReadOnlyList<ValueSqnr> layers, string name)
    {
        const int Enough = 8;
        int expected = FloatClasses.Distinct().Count();
        if (Samples.Count < Enough || expected < 2 || figure.Classes.Distinct().Count() > 1)
            return;
        ValueSqnr worst = layers.MinBy(layer => layer.Decibels);
        throw new SourceException(
            $"{name}: the int8 output has collapsed: class {figure.Classes[0]} for all {Samples.Count} samples, the float model gives {expected} classes; "
            + $"most is lost at '{worst.Value}' ({worst.Decibels:F1} dB): calibrate with pictures like those the model will see, and climb the whole ladder (--recipe full)");
    }

    private double? AccuracyOf(int[] classes)
    {
        if (_labels is null)
            return null;
        int right = 0;
        for (int i = 0; i < classes.Length; i++)
            right += classes[i] == _labels[i] ? 1 : 0;
        return 100.0 * right / classes.Length;
    }
}
