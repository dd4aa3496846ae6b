using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Passes;
using EdgeVision.Quantize.Writing;

namespace EdgeVision.Quantize.Calibration;

/// <summary>
/// Calibration without data: batch normalization knows mean and deviation of every channel it produced, so each is taken as normally
/// distributed and cut by its activation (M. Nagel et al., "Data-Free Quantization", 2019). Where there is no normalization, the moments
/// of the inputs are propagated as if they were independent.
/// </summary>
internal sealed class MomentCalibration
{
    private const double Deviations = 6;

    private readonly QuantizableGraph _graph;
    private readonly Dictionary<string, ChannelHistograms> _histograms = [];

    private MomentCalibration(QuantizableGraph graph) => _graph = graph;

    /// <summary>Estimates all distributions.</summary>
    /// <exception cref="SourceException">The model has no batch normalization left to read.</exception>
    public static CalibrationData Estimate(QuantizableGraph graph, ValueRange input)
    {
        if (graph.Moments.Count == 0)
        {
            throw new SourceException(
                $"{graph.Float.Name}: there is no batch normalization to estimate ranges from (it was folded before export); calibrate with pictures instead of --data-free");
        }

        var calibration = new MomentCalibration(graph);
        int channels = graph.Float.Input.Channels;
        double middle = (input.Min + input.Max) / 2, spread = (input.Max - input.Min) / 4;
        calibration._histograms[graph.Float.Input.Name] = Normal(Repeat(middle, channels), Repeat(spread, channels), input.Min, input.Max);
        foreach (Operation operation in graph.Operations)
            calibration._histograms[operation.Output] = calibration.Estimate(operation);
        return new CalibrationData(
            calibration._histograms, calibration._histograms.ToDictionary(pair => pair.Key, pair => pair.Value.Extremes));
    }

    private ChannelHistograms Estimate(Operation operation)
    {
        (double low, double high) = operation.Clip switch
        {
            ActivationKind.Relu => (0, double.PositiveInfinity),
            ActivationKind.Relu6 => (0, 6),
            _ => (double.NegativeInfinity, double.PositiveInfinity),
        };
        if (_graph.Moments.TryGetValue(operation.Node.Name, out ChannelMoments? known))
            return Normal(ToDouble(known.Mean), ToDouble(known.Deviation), low, high);
        ChannelHistograms input = _histograms[operation.Inputs[0]];
        int channels = _graph.Shapes[operation.Output][^1];
        (double[] mean, double[] deviation) = operation.Linear is { } layer ? Propagate(layer, input) : Combine(operation, channels);
        return operation.Node switch
        {
            SoftmaxNode or ActivationNode { Kind: ActivationKind.Sigmoid or ActivationKind.HardSigmoid } => Normal(mean, deviation, 0, 1),
            ActivationNode { Kind: ActivationKind.Tanh } => Normal(mean, deviation, -1, 1),
            ActivationNode { Kind: ActivationKind.HardSwish } => Normal(mean, deviation, -0.375, double.PositiveInfinity),
            ActivationNode { Kind: ActivationKind.Relu } => Normal(mean, deviation, 0, double.PositiveInfinity),
            ActivationNode { Kind: ActivationKind.Relu6 } => Normal(mean, deviation, 0, 6),
            _ => Normal(mean, deviation, low, high),
        };
    }

    private static (double[] Mean, double[] Deviation) Propagate(LinearLayer layer, ChannelHistograms input)
    {
        (double[] inputMean, double[] inputDeviation) = MomentsOf(input);
        var mean = new double[layer.Channels];
        var deviation = new double[layer.Channels];
        for (int c = 0; c < mean.Length; c++)
        {
            double sum = layer.Bias[c], variance = 0;
            for (int tap = 0; tap < layer.Taps; tap++)
            {
                double weight = layer.Weights.Data[layer.IndexOf(c, tap)];
                int from = layer.InputChannelOf(c, tap, inputMean.Length);
                sum += weight * inputMean[from];
                variance += weight * weight * inputDeviation[from] * inputDeviation[from];
            }

            (mean[c], deviation[c]) = (sum, Math.Sqrt(variance));
        }

        return (mean, deviation);
    }

    // Sums add moments, products multiply extremes, everything else keeps channels, or mixes them when their number changes.
    private (double[] Mean, double[] Deviation) Combine(Operation operation, int channels)
    {
        (double[] mean, double[] deviation) = MomentsOf(_histograms[operation.Inputs[0]]);
        if (operation.Node is AddNode or MulNode)
        {
            (double[] otherMean, double[] otherDeviation) = MomentsOf(_histograms[operation.Inputs[1]]);
            for (int c = 0; c < mean.Length; c++)
            {
                double m = otherMean[c % otherMean.Length], d = otherDeviation[c % otherMean.Length];
                (mean[c], deviation[c]) = operation.Node is AddNode
                    ? (mean[c] + m, Math.Sqrt((deviation[c] * deviation[c]) + (d * d)))
                    : (mean[c] * m, (Math.Abs(mean[c]) * d) + (deviation[c] * (Math.Abs(m) + d)));
            }
        }

        if (mean.Length == channels)
            return (mean, deviation);
        return (Repeat(mean.Average(), channels), Repeat(deviation.Max() + mean.Max() - mean.Min(), channels));
    }

    private static ChannelHistograms Normal(double[] mean, double[] deviation, double low, double high)
    {
        var min = new float[mean.Length];
        var max = new float[mean.Length];
        for (int c = 0; c < mean.Length; c++)
        {
            min[c] = (float)Math.Clamp(mean[c] - (Deviations * deviation[c]), low, high);
            max[c] = (float)Math.Clamp(mean[c] + (Deviations * deviation[c]), low, high);
        }

        var histograms = new ChannelHistograms(min, max);
        const int Draws = 2000;
        var value = new float[mean.Length];
        for (int i = 0; i < Draws; i++)
        {
            double z = NormalQuantile((i + 0.5) / Draws);
            for (int c = 0; c < value.Length; c++)
                value[c] = (float)Math.Clamp(mean[c] + (z * deviation[c]), low, high);
            histograms.Add(value);
        }

        return histograms;
    }

    // Abramowitz and Stegun, 26.2.23.
    private static double NormalQuantile(double p)
    {
        double tail = Math.Min(p, 1 - p), t = Math.Sqrt(-2 * Math.Log(tail));
        double z =
            t - ((2.515517 + (0.802853 * t) + (0.010328 * t * t)) / (1 + (1.432788 * t) + (0.189269 * t * t) + (0.001308 * t * t * t)));
        return p < 0.5 ? -z : z;
    }

    private static (double[] Mean, double[] Deviation) MomentsOf(ChannelHistograms histograms)
    {
        var mean = new double[histograms.Channels];
        var deviation = new double[mean.Length];
        for (int c = 0; c < mean.Length; c++)
        {
            Histogram histogram = histograms.Channel(c);
            mean[c] = histogram.Mean;
            deviation[c] = Math.Sqrt(Math.Max(0, histogram.MeanSquare - (mean[c] * mean[c])));
        }

        return (mean, deviation);
    }

    private static double[] Repeat(double value, int count)
    {
        var values = new double[count];
        Array.Fill(values, value);
        return values;
    }

    private static double[] ToDouble(float[] values) => Array.ConvertAll(values, value => (double)value);
}
