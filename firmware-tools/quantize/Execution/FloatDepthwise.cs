using System.Runtime.Intrinsics;
using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Execution;

/// <summary>Depthwise convolution, eight channels at a time.</summary>
internal sealed class FloatDepthwise : FloatOperator
{
    private readonly WindowOn _window;
    private readonly float[] _weights;
    private readonly float[] _bias;
    private readonly int _multiplier;

    public FloatDepthwise(DepthwiseConvNode node, int[] input, int[] output)
    {
        _window = WindowOn.Of(node.Geometry, node.Weights.Shape[1], node.Weights.Shape[2], input, output);
        _weights = node.Weights.Data;
        _bias = node.Bias ?? new float[output[3]];
        _multiplier = output[3] / input[3];
    }

    public override void Run(ReadOnlySpan<float[]> inputs, float[] output)
    {
        int channels = _bias.Length;
        for (int pixel = 0; pixel < _window.OutputHeight * _window.OutputWidth; pixel++)
        {
            Span<float> result = output.AsSpan(pixel * channels, channels);
            _bias.CopyTo(result);
            for (int ky = 0; ky < _window.KernelHeight; ky++)
            {
                int row = _window.Row(pixel / _window.OutputWidth, ky);
                if ((uint)row >= (uint)_window.Height)
                    continue;
                for (int kx = 0; kx < _window.KernelWidth; kx++)
                {
                    int column = _window.Column(pixel % _window.OutputWidth, kx);
                    if ((uint)column >= (uint)_window.Width)
                        continue;
                    ReadOnlySpan<float> source = inputs[0].AsSpan(((row * _window.Width) + column) * _window.Channels, _window.Channels);
                    ReadOnlySpan<float> weights = _weights.AsSpan(((ky * _window.KernelWidth) + kx) * channels, channels);
                    if (_multiplier == 1)
                        Accumulate(source, weights, result);
                    else
                        AccumulateEach(source, weights, result);
                }
            }
        }
    }

    private static void Accumulate(ReadOnlySpan<float> source, ReadOnlySpan<float> weights, Span<float> result)
    {
        int c = 0;
        for (; c + 8 <= result.Length; c += 8)
        {
            Vector256<float> sum = Vector256.Create<float>(result[c..]);
            Vector256.MultiplyAddEstimate(Vector256.Create(source[c..]), Vector256.Create(weights[c..]), sum).CopyTo(result[c..]);
        }

        for (; c < result.Length; c++)
            result[c] += source[c] * weights[c];
    }

    private void AccumulateEach(ReadOnlySpan<float> source, ReadOnlySpan<float> weights, Span<float> result)
    {
        for (int c = 0; c < result.Length; c++)
            result[c] += source[c / _multiplier] * weights[c];
    }
}
