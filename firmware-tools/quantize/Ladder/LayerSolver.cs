using EdgeVision.Quantize.Passes;
using EdgeVision.Quantize.Writing;

namespace EdgeVision.Quantize.Ladder;

/// <summary>What one layer reads in the int8 model, at the reference pixels, and what it should compute from it.</summary>
/// <param name="Inputs">
/// [row, tap] in real numbers, from the quantized layers before: for a depthwise layer [channel, row, tap], as every channel reads its own.
/// </param>
/// <param name="Targets">[row, output channel], what the float model computes, in the quantized model's unit.</param>
/// <param name="Rows">Number of pixels.</param>
internal sealed record LayerProblem(float[] Inputs, float[] Targets, int Rows);

/// <summary>Chooses a layer's integers so that it computes its targets from what it really reads.</summary>
internal abstract class LayerSolver
{
    /// <summary>The layer, starting from its nearest rounding.</summary>
    public abstract QuantizedLayer Solve(LinearLayer layer, QuantizedLayer nearest, LayerProblem problem);
}

/// <summary>
/// Empirical bias correction: leaves the weights and moves each bias by the mean error of its channel
/// (M. Nagel et al., "Data-Free Quantization", 2019, 4.2).
/// </summary>
internal sealed class EmpiricalBiasCorrection : LayerSolver
{
    public override QuantizedLayer Solve(LinearLayer layer, QuantizedLayer nearest, LayerProblem problem)
    {
        var moments = LayerMoments.Of(layer, problem);
        var bias = new double[layer.Channels];
        Parallel.For(0, layer.Channels, channel => bias[channel] = moments.BestBias(layer, nearest, channel));
        return nearest with { Bias = bias };
    }
}

/// <summary>First moments of a layer's problem.</summary>
internal sealed class LayerMoments
{
    private LayerMoments(double[] inputs, double[] targets)
    {
        Inputs = inputs;
        Targets = targets;
    }

    /// <summary>Mean of each tap, for a depthwise layer [channel, tap].</summary>
    public double[] Inputs { get; }

    /// <summary>Mean target of each output channel.</summary>
    public double[] Targets { get; }

    public static LayerMoments Of(LinearLayer layer, LayerProblem problem)
    {
        int sets = layer.IsDepthwise ? layer.Channels : 1;
        var inputs = new double[sets * layer.Taps];
        var targets = new double[layer.Channels];
        for (int set = 0; set < sets; set++)
        {
            for (int row = 0; row < problem.Rows; row++)
            {
                ReadOnlySpan<float> x = problem.Inputs.AsSpan(((set * problem.Rows) + row) * layer.Taps, layer.Taps);
                for (int tap = 0; tap < x.Length; tap++)
                    inputs[(set * layer.Taps) + tap] += x[tap];
            }
        }

        for (int row = 0; row < problem.Rows; row++)
        {
            for (int c = 0; c < targets.Length; c++)
                targets[c] += problem.Targets[(row * targets.Length) + c];
        }

        Divide(inputs, problem.Rows);
        Divide(targets, problem.Rows);
        return new LayerMoments(inputs, targets);
    }

    /// <summary>The bias with which a channel's mean output is its mean target.</summary>
    public double BestBias(LinearLayer layer, QuantizedLayer quantized, int channel)
    {
        double sum = 0, scale = quantized.ScaleOf(channel);
        int set = layer.IsDepthwise ? channel * layer.Taps : 0;
        for (int tap = 0; tap < layer.Taps; tap++)
            sum += quantized.Weights[layer.IndexOf(channel, tap)] * scale * Inputs[set + tap];
        return Targets[channel] - sum;
    }

    private static void Divide(double[] values, int by)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] /= by;
    }
}
