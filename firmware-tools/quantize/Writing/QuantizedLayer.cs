using EdgeVision.Quantize.Passes;

namespace EdgeVision.Quantize.Writing;

/// <summary>Weights of one linear layer as the int8 model holds them, and its bias, which becomes int32 only when it is written.</summary>
/// <param name="Weights">−127 … 127, in the order of the float weights.</param>
/// <param name="Scales">One per output channel, or one for all.</param>
/// <param name="Bias">Real values, one per output channel.</param>
internal sealed record QuantizedLayer(sbyte[] Weights, float[] Scales, double[] Bias)
{
    private const int LargestWeight = 127;

    // The accumulator's other terms need room beside the bias.
    private const double LargestBias = 1 << 29;

    /// <summary>The step of one output channel.</summary>
    public float ScaleOf(int channel) => Scales[Scales.Length == 1 ? 0 : channel];

    /// <summary>The bias of one output channel in the accumulator's unit.</summary>
    public int IntegerBias(int channel, float inputScale)
    {
        double unit = (double)inputScale * ScaleOf(channel);
        return (int)Math.Clamp(Math.Round(Bias[channel] / unit, MidpointRounding.AwayFromZero), -LargestBias, LargestBias);
    }

    /// <summary>Rounds every weight to the nearest step.</summary>
    public static QuantizedLayer Nearest(LinearLayer layer, float inputScale)
    {
        float[] scales = ScalesOf(layer, inputScale);
        var weights = new sbyte[layer.Weights.Data.Length];
        for (int c = 0; c < layer.Channels; c++)
        {
            double scale = scales[scales.Length == 1 ? 0 : c];
            for (int tap = 0; tap < layer.Taps; tap++)
            {
                int index = layer.IndexOf(c, tap);
                weights[index] = (sbyte)Math.Clamp(Math.Round(layer.Weights.Data[index] / scale), -LargestWeight, LargestWeight);
            }
        }

        return new QuantizedLayer(weights, scales, Array.ConvertAll(layer.Bias, b => (double)b));
    }

    /// <summary>
    /// The finest symmetric step that holds a channel's weights and keeps its bias inside int32. Fully connected layers share one, as the
    /// specification of TensorFlow Lite demands.
    /// </summary>
    private static float[] ScalesOf(LinearLayer layer, float inputScale)
    {
        var scales = new float[layer.Channels];
        for (int c = 0; c < scales.Length; c++)
        {
            float largest = 0;
            for (int tap = 0; tap < layer.Taps; tap++)
                largest = Math.Max(largest, Math.Abs(layer.Weights.Data[layer.IndexOf(c, tap)]));
            float forBias = (float)(Math.Abs(layer.Bias[c]) / (inputScale * LargestBias) * 1.001);
            float scale = Math.Max(largest / LargestWeight, forBias);
            scales[c] = float.IsNormal(scale) ? scale : 1f / LargestWeight; // a channel without weights and bias
        }

        return layer.Geometry is null ? [scales.Max()] : scales;
    }
}
