using EdgeVision.Quantize.Execution;
using EdgeVision.Quantize.Passes;
using EdgeVision.Quantize.Writing;

namespace EdgeVision.Quantize.Ladder;

/// <summary>
/// Adaptive rounding: every weight goes up or down so that the layer's outputs, not its weights, are as near as possible to the float
/// model's (M. Nagel et al., "Up or Down?", 2020), and so that errors of the layers before are made up for.
/// <para>
/// For the change d of a channel's weights the squared output error is <c>dᵀAd − 2dᵀg</c>, with A the covariance of the inputs and g that
/// of inputs and remaining error. Coordinate descent over "up" and "down" needs no gradients through rounding and ends in a few sweeps.
/// Both are shrunk towards their diagonal by the share that few samples leave uncertain, taps / (taps + rows).
/// </para>
/// </summary>
internal sealed class AdaptiveRounding : LayerSolver
{
    private const int MostSweeps = 20;
    private const int LargestWeight = 127;

    public override QuantizedLayer Solve(LinearLayer layer, QuantizedLayer nearest, LayerProblem problem)
    {
        var moments = LayerMoments.Of(layer, problem);
        var weights = (sbyte[])nearest.Weights.Clone();
        var result = nearest with { Weights = weights, Bias = new double[layer.Channels] };
        if (layer.IsDepthwise)
        {
            Parallelism.ForEach(layer.Channels, channel =>
            {
                float[] inputs = problem.Inputs[(channel * problem.Rows * layer.Taps)..((channel + 1) * problem.Rows * layer.Taps)];
                float[] means = ToFloat(moments.Inputs.AsSpan(channel * layer.Taps, layer.Taps));
                var covariance = new Covariance(inputs, means, problem.Rows);
                RoundChannel(layer, result, channel, covariance,
                    covariance.With(Errors(layer, problem, channel, inputs, (float)moments.Targets[channel], means)));
            });
        }
        else
        {
            var covariance = new Covariance(problem.Inputs, ToFloat(moments.Inputs), problem.Rows);
            float[] errors = AllErrors(layer, problem, moments);
            float[] cross = covariance.WithAll(errors, layer.Channels);
            Parallelism.ForEach(layer.Channels, channel =>
                RoundChannel(layer, result, channel, covariance, cross.AsSpan(channel * layer.Taps, layer.Taps)));
        }

        Parallelism.ForEach(layer.Channels, channel => result.Bias[channel] = moments.BestBias(layer, result, channel));
        return result;
    }

    private static float[] ToFloat(ReadOnlySpan<double> values)
    {
        var result = new float[values.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = (float)values[i];
        return result;
    }

    // What float weights would still get wrong from the quantized inputs, centred: [row] for one channel.
    private static float[] Errors(LinearLayer layer, LayerProblem problem, int channel, float[] inputs, float meanTarget, float[] means)
    {
        var errors = new float[problem.Rows];
        for (int row = 0; row < errors.Length; row++)
        {
            float error = problem.Targets[(row * layer.Channels) + channel] - meanTarget;
            for (int tap = 0; tap < layer.Taps; tap++)
                error -= layer.Weights.Data[layer.IndexOf(channel, tap)] * (inputs[(row * layer.Taps) + tap] - means[tap]);
            errors[row] = error;
        }

        return errors;
    }

    // The same for all channels of a layer that mixes them: [channel, row].
    private static float[] AllErrors(LinearLayer layer, LayerProblem problem, LayerMoments moments)
    {
        var outputs = new float[problem.Rows * layer.Channels];
        var product = new PackedMatrix(layer.Weights.Data, new float[layer.Channels]);
        product.Multiply(problem.Inputs, outputs, problem.Rows);
        var errors = new float[outputs.Length];
        Parallelism.ForEach(layer.Channels, channel =>
        {
            double mean = moments.Targets[channel];
            for (int tap = 0; tap < layer.Taps; tap++)
                mean -= layer.Weights.Data[layer.IndexOf(channel, tap)] * moments.Inputs[tap];
            for (int row = 0; row < problem.Rows; row++)
            {
                int at = (row * layer.Channels) + channel;
                errors[(channel * problem.Rows) + row] = (float)(problem.Targets[at] - outputs[at] - mean);
            }
        });
        return errors;
    }

    // Coordinate descent from the nearest rounding.
    private static void RoundChannel(LinearLayer layer, QuantizedLayer result, int channel, Covariance covariance,
        ReadOnlySpan<float> cross)
    {
        int taps = layer.Taps;
        float scale = result.ScaleOf(channel);
        var change = new float[taps];
        var gradient = new float[taps]; // of half the error: A·d − g
        for (int tap = 0; tap < taps; tap++)
        {
            int index = layer.IndexOf(channel, tap);
            change[tap] = (result.Weights[index] * scale) - layer.Weights.Data[index];
            gradient[tap] = -cross[tap];
        }

        for (int tap = 0; tap < taps; tap++)
            VectorMath.AddScaled(covariance.Row(tap), change[tap], gradient);
        bool moved = true;
        for (int sweep = 0; moved && sweep < MostSweeps; sweep++)
        {
            moved = false;
            for (int tap = 0; tap < taps; tap++)
            {
                int index = layer.IndexOf(channel, tap), now = result.Weights[index], other = change[tap] > 0 ? now - 1 : now + 1;
                float step = (other - now) * scale;
                ReadOnlySpan<float> row = covariance.Row(tap);
                if (Math.Abs(other) > LargestWeight || step * ((step * row[tap]) + (2 * gradient[tap])) >= 0)
                    continue;
                result.Weights[index] = (sbyte)other;
                change[tap] += step;
                VectorMath.AddScaled(row, step, gradient);
                moved = true;
            }
        }
    }
}

/// <summary>Covariances of a layer's inputs, shrunk towards their diagonal.</summary>
internal sealed class Covariance
{
    private readonly float[] _matrix;
    private readonly float[] _centred; // [tap, row]
    private readonly int _taps;
    private readonly int _rows;
    private readonly float _trust;

    /// <summary>Covariances of inputs [row, tap] with known means.</summary>
    public Covariance(ReadOnlySpan<float> inputs, float[] means, int rows)
    {
        _taps = means.Length;
        _rows = rows;
        _trust = (float)rows / (rows + _taps);
        _centred = new float[inputs.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int tap = 0; tap < _taps; tap++)
                _centred[(tap * rows) + row] = inputs[(row * _taps) + tap] - means[tap];
        }

        _matrix = WithAll(_centred, _taps);
        for (int tap = 0; tap < _taps; tap++)
            _matrix[(tap * _taps) + tap] /= _trust;
    }

    /// <summary>One row, which is also one column.</summary>
    public ReadOnlySpan<float> Row(int tap) => _matrix.AsSpan(tap * _taps, _taps);

    /// <summary>Covariance of each tap with something centred: [row].</summary>
    public float[] With(ReadOnlySpan<float> other)
    {
        var result = new float[_taps];
        for (int tap = 0; tap < _taps; tap++)
            result[tap] = VectorMath.Dot(_centred.AsSpan(tap * _rows, _rows), other) / _rows * _trust;
        return result;
    }

    /// <summary>Covariance of each tap with several things: [thing, row] to [thing, tap].</summary>
    public float[] WithAll(float[] others, int count)
    {
        const int Block = 32;
        var product = new PackedMatrix(_centred, new float[_taps]);
        var result = new float[count * _taps];
        Parallelism.ForEach((count + Block - 1) / Block, block =>
        {
            int first = block * Block, things = Math.Min(Block, count - first);
            product.Multiply(others.AsSpan(first * _rows, things * _rows), result.AsSpan(first * _taps, things * _taps), things);
        });
        for (int i = 0; i < result.Length; i++)
            result[i] *= _trust / _rows;
        return result;
    }
}
