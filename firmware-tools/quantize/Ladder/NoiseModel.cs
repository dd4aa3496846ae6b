using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Passes;

namespace EdgeVision.Quantize.Ladder;

/// <summary>
/// Predicts how much noise a layer's outputs get from rounding its inputs (one step for all channels) and its weights (one step per output
/// channel), as a share of their own power: both errors taken as uniform and independent.
/// </summary>
internal static class NoiseModel
{
    private const double WeightSteps = 127;
    private const double ActivationSteps = 255;

    public static double Predict(LinearLayer layer, ChannelMap map, ChannelRange[] ranges)
    {
        int inputs = ranges.Length;
        var power = new double[inputs];
        var rounded = new double[inputs];
        double widest = 0;
        for (int c = 0; c < inputs; c++)
        {
            Histogram histogram = ranges[c].Histogram;
            power[c] = histogram.MeanSquare;
            rounded[c] = histogram.Total == 0 ? 0 : 1 - (histogram.Zeros / histogram.Total);
            widest = Math.Max(widest, ranges[c].Width * map.Scale[c]);
        }

        double activationStep = widest / ActivationSteps, total = 0;
        for (int o = 0; o < layer.Channels; o++)
        {
            double largest = 0, fromInputs = 0, fromWeights = 0, signal = 0;
            for (int tap = 0; tap < layer.Taps; tap++)
            {
                int c = layer.InputChannelOf(o, tap, inputs);
                double weight = layer.Weights.Data[layer.IndexOf(o, tap)], scale = map.Scale[c];
                largest = Math.Max(largest, Math.Abs(weight) / scale);
                signal += weight * weight * power[c];
                fromInputs += weight * weight * rounded[c] / (scale * scale);
                fromWeights += power[c] * scale * scale;
            }

            double weightStep = largest / WeightSteps;
            if (signal > 0)
                total += ((fromInputs * activationStep * activationStep) + (fromWeights * weightStep * weightStep)) / signal;
        }

        return total;
    }
}
