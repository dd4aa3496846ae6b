using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Passes;
using EdgeVision.Quantize.Writing;

namespace EdgeVision.Quantize.Ladder;

/// <summary>Whether a channel may also be moved.</summary>
public enum BiasAbsorption
{
    /// <summary>Channels are only scaled.</summary>
    None,

    /// <summary>
    /// What a channel never falls below moves into the next layer's bias (M. Nagel et al., "Data-Free Quantization", 2019, 4.1.3).
    /// </summary>
    High,
}

/// <summary>
/// Cross-layer equalization. Weights have a scale per channel already, so what is left to gain is in the activations, which share one
/// scale per tensor: a channel that uses a tenth of the range gets a tenth of the steps. Scaling it up in the layer before and down in
/// the layer after gives it the whole range.
/// <para>
/// Before a depthwise layer that is free. Before a layer that mixes channels, dividing its weights by different factors coarsens them, so
/// the strength is chosen where the predicted noise of both is least.
/// </para>
/// <para>
/// ReLU6 cuts at 6 whatever the channel's scale. A channel is scaled until the part of its range that is worth keeping, by least squares,
/// ends at 6: one that saturates stays as it is, and what the fused ReLU6 cuts off others is what their best range leaves out.
/// </para>
/// </summary>
internal static class Equalization
{
    private const double LargestFactor = 64;
    private const double Relu6Top = 6;
    private static readonly double[] Strengths = [0, 0.25, 0.5, 0.75, 1];

    /// <summary>The equalized graph, and what happened to each of its values.</summary>
    public static (QuantizableGraph Graph, Dictionary<string, ChannelMap> Maps) Apply(
        QuantizableGraph graph, CalibrationData data, BiasAbsorption absorption)
    {
        var maps = new Dictionary<string, ChannelMap>();
        var replaced = new Dictionary<string, FloatNode>();
        foreach (EqualizationLink link in EqualizationLink.Find(graph))
        {
            ChannelHistograms histograms = data.Histograms[link.Producer.Output];
            ChannelRange[] ranges = RangesOf(link, histograms, absorption);
            ChannelMap map = MapFor(link, ranges, histograms, graph.Shapes[link.Between[^1]][^1]);
            foreach (string value in link.Between)
                maps[value] = map;
            LinearLayer producer = LinearLayer.Of(replaced.GetValueOrDefault(link.Producer.Node.Name, link.Producer.Node))!;
            LinearLayer consumer = LinearLayer.Of(replaced.GetValueOrDefault(link.Consumer.Node.Name, link.Consumer.Node))!;
            replaced[producer.Node.Name] = producer.Mapped(map.Scale, map.Shift);
            replaced[consumer.Node.Name] = Undo(consumer, map);
        }

        return (graph.With(replaced), maps);
    }

    private static ChannelRange[] RangesOf(EqualizationLink link, ChannelHistograms histograms, BiasAbsorption absorption)
    {
        var ranges = new ChannelRange[histograms.Channels];
        for (int c = 0; c < ranges.Length; c++)
        {
            Histogram histogram = histograms.Channel(c);
            ValueRange range = RangeChooser.LeastSquares(histogram);
            bool clips = link.Producer.Clip is not null;
            bool reachesTop = link.Producer.Clip == ActivationKind.Relu6 && histogram.Max >= Relu6Top * 0.999;
            double low = absorption == BiasAbsorption.High && clips && !link.IsPadded && !reachesTop ? Floor(histogram) : 0;
            double high = clips ? range.Max : Math.Max(Math.Abs(range.Min), Math.Abs(range.Max));
            ranges[c] = new ChannelRange(low, high, histogram);
        }

        return ranges;
    }

    // The floor with the least squared error: what lies below is cut off, what lies above gets finer steps.
    private static double Floor(Histogram histogram)
    {
        if (histogram.Zeros > 0.01 * histogram.Total || histogram.Max <= 0)
            return 0;
        double best = 0, least = Error(0);
        for (int bin = 0; bin < histogram.Counts.Length / 2; bin++)
        {
            double floor = histogram.Min + (bin * histogram.Width), error = Error(floor);
            if (error < least)
                (best, least) = (floor, error);
        }

        return Math.Max(best, 0);

        double Error(double floor) => RangeChooser.SquaredError(histogram, floor, histogram.Max) + (histogram.Zeros * floor * floor);
    }

    private static ChannelMap MapFor(EqualizationLink link, ChannelRange[] ranges, ChannelHistograms histograms, int consumerInputs)
    {
        double widest = 0;
        foreach (ChannelRange range in ranges)
            widest = Math.Max(widest, range.Width);
        if (link.Producer.Clip == ActivationKind.Relu6)
            widest = Math.Min(widest, Relu6Top);
        ChannelMap strongest = At(1);
        LinearLayer consumer = link.Consumer.Linear!;
        if (consumer.IsDepthwise || histograms.Channels != consumerInputs)
            return histograms.Channels == consumerInputs ? strongest : ChannelMap.Identity(ranges.Length);
        ChannelMap best = strongest;
        double least = double.PositiveInfinity;
        foreach (double strength in Strengths)
        {
            ChannelMap map = At(strength);
            double noise = NoiseModel.Predict(consumer, map, ranges);
            if (noise < least)
                (best, least) = (map, noise);
        }

        return best;

        ChannelMap At(double strength)
        {
            var map = ChannelMap.Identity(ranges.Length);
            for (int c = 0; c < ranges.Length; c++)
            {
                double ratio = ranges[c].Width > 0 ? Math.Min(widest / ranges[c].Width, LargestFactor) : 1;
                map.Scale[c] = Math.Pow(ratio, strength);
                map.Shift[c] = -ranges[c].Low * map.Scale[c];
            }

            return map;
        }
    }

    // The layer for inputs that have been mapped: weights take the scale back, the bias takes the shift back.
    private static FloatNode Undo(LinearLayer layer, ChannelMap map)
    {
        int inputs = map.Scale.Length;
        var weights = new float[layer.Weights.Data.Length];
        var bias = new float[layer.Channels];
        for (int c = 0; c < layer.Channels; c++)
        {
            double sum = layer.Bias[c];
            for (int tap = 0; tap < layer.Taps; tap++)
            {
                int index = layer.IndexOf(c, tap), input = layer.InputChannelOf(c, tap, inputs);
                double weight = layer.Weights.Data[index] / map.Scale[input];
                weights[index] = (float)weight;
                sum -= weight * map.Shift[input];
            }

            bias[c] = (float)sum;
        }

        return layer.With(weights, bias);
    }
}

/// <summary>The part of a channel's range that is worth keeping, and how it is used.</summary>
internal readonly record struct ChannelRange(double Low, double High, Histogram Histogram)
{
    /// <summary>What the int8 range must cover.</summary>
    public double Width => High - Low;
}
