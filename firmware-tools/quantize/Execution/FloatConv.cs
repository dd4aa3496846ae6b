using System.Buffers;
using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Execution;

/// <summary>Convolution as a matrix product over patches; a 1×1 convolution multiplies the image itself.</summary>
internal sealed class FloatConv : FloatOperator
{
    private const int PatchBlock = 256;

    private readonly WindowOn _window;
    private readonly PackedMatrix _weights;
    private readonly int _outputChannels;

    public FloatConv(ConvNode node, int[] input, int[] output)
    {
        _window = WindowOn.Of(node.Geometry, node.Weights.Shape[1], node.Weights.Shape[2], input, output);
        _outputChannels = output[3];
        _weights = new PackedMatrix(node.Weights.Data, node.Bias ?? new float[_outputChannels]);
    }

    private bool ReadsPixels => _window is { KernelHeight: 1, KernelWidth: 1, Geometry: { StrideHeight: 1, StrideWidth: 1 } };

    public override void Run(ReadOnlySpan<float[]> inputs, float[] output)
    {
        int pixels = _window.OutputHeight * _window.OutputWidth;
        if (ReadsPixels)
        {
            _weights.Multiply(inputs[0], output, pixels);
            return;
        }

        int depth = _window.KernelHeight * _window.KernelWidth * _window.Channels;
        float[] patches = ArrayPool<float>.Shared.Rent(PatchBlock * depth);
        for (int first = 0; first < pixels; first += PatchBlock)
        {
            int count = Math.Min(PatchBlock, pixels - first);
            for (int i = 0; i < count; i++)
                Patches.Copy<float>(_window, inputs[0], first + i, 0, patches.AsSpan(i * depth, depth));
            _weights.Multiply(patches.AsSpan(0, count * depth), output.AsSpan(first * _outputChannels), count);
        }

        ArrayPool<float>.Shared.Return(patches);
    }
}

/// <summary>The part of an image that one output pixel of a convolution reads.</summary>
internal static class Patches
{
    /// <summary>Copies a patch: window rows, columns, channels; <paramref name="padding"/> stands for what lies outside.</summary>
    public static void Copy<T>(in WindowOn window, ReadOnlySpan<T> image, int pixel, T padding, Span<T> patch)
    {
        int y = pixel / window.OutputWidth, x = pixel % window.OutputWidth;
        for (int ky = 0; ky < window.KernelHeight; ky++)
        {
            int row = window.Row(y, ky);
            for (int kx = 0; kx < window.KernelWidth; kx++)
            {
                int column = window.Column(x, kx);
                Span<T> tap = patch.Slice(((ky * window.KernelWidth) + kx) * window.Channels, window.Channels);
                if ((uint)row < (uint)window.Height && (uint)column < (uint)window.Width)
                    image.Slice(((row * window.Width) + column) * window.Channels, window.Channels).CopyTo(tap);
                else
                    tap.Fill(padding);
            }
        }
    }
}

/// <summary>Fully connected layer over the last axis.</summary>
internal sealed class FloatDense(DenseNode node) : FloatOperator
{
    private readonly PackedMatrix _weights = new(node.Weights.Data, node.Bias ?? new float[node.Weights.Shape[0]]);
    private readonly int _depth = node.Weights.Shape[1];

    public override void Run(ReadOnlySpan<float[]> inputs, float[] output) =>
        _weights.Multiply(inputs[0], output, inputs[0].Length / _depth);
}
