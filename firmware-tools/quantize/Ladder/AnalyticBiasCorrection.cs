using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Passes;
using EdgeVision.Quantize.Writing;

namespace EdgeVision.Quantize.Ladder;

/// <summary>
/// Analytic bias correction: rounding moved each weight by a known amount, so the mean of its channel moved by that amount times the
/// mean of what it multiplies, which calibration or batch normalization knows (M. Nagel et al., "Data-Free Quantization", 2019, 4.2).
/// </summary>
internal static class AnalyticBiasCorrection
{
    public static QuantizedModel Apply(QuantizedModel model, IReadOnlyDictionary<string, ChannelHistograms> histograms)
    {
        foreach (Operation operation in model.Graph.Operations)
        {
            if (operation.Linear is { } layer)
                model = model.With(layer.Node.Name, Correct(layer, model.Layers[layer.Node.Name], histograms[operation.Inputs[0]]));
        }

        return model;
    }

    private static QuantizedLayer Correct(LinearLayer layer, QuantizedLayer quantized, ChannelHistograms input)
    {
        var means = new double[input.Channels];
        for (int c = 0; c < means.Length; c++)
            means[c] = input.Channel(c).Mean;
        double[] bias = [.. quantized.Bias];
        for (int c = 0; c < layer.Channels; c++)
        {
            for (int tap = 0; tap < layer.Taps; tap++)
            {
                int index = layer.IndexOf(c, tap);
                double moved = (quantized.Weights[index] * (double)quantized.ScaleOf(c)) - layer.Weights.Data[index];
                bias[c] -= moved * means[layer.InputChannelOf(c, tap, means.Length)];
            }
        }

        return quantized with { Bias = bias };
    }
}
