using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Execution;

/// <summary>What a pool keeps of its window.</summary>
internal enum PoolKind
{
    /// <summary>The mean of the elements inside the image.</summary>
    Average,

    /// <summary>The largest of them.</summary>
    Max,
}

/// <summary>Average and max pooling.</summary>
internal sealed class FloatPool(WindowOn window, PoolKind kind) : FloatOperator
{
    public override void Run(ReadOnlySpan<float[]> inputs, float[] output)
    {
        for (int pixel = 0; pixel < window.OutputHeight * window.OutputWidth; pixel++)
        {
            for (int c = 0; c < window.Channels; c++)
                output[(pixel * window.Channels) + c] = At(inputs[0], pixel / window.OutputWidth, pixel % window.OutputWidth, c);
        }
    }

    private float At(float[] input, int y, int x, int channel)
    {
        float sum = 0, largest = float.NegativeInfinity;
        int count = 0;
        for (int ky = 0; ky < window.KernelHeight; ky++)
        {
            for (int kx = 0; kx < window.KernelWidth; kx++)
            {
                int row = window.Row(y, ky), column = window.Column(x, kx);
                if ((uint)row >= (uint)window.Height || (uint)column >= (uint)window.Width)
                    continue;
                float value = input[(((row * window.Width) + column) * window.Channels) + channel];
                sum += value;
                largest = Math.Max(largest, value);
                count++;
            }
        }

        return kind == PoolKind.Max ? largest : sum / count;
    }
}

/// <summary>Mean over all pixels.</summary>
internal sealed class FloatGlobalPool(int channels) : FloatOperator
{
    public override void Run(ReadOnlySpan<float[]> inputs, float[] output)
    {
        float[] input = inputs[0];
        Array.Clear(output);
        for (int i = 0; i < input.Length; i += channels)
        {
            for (int c = 0; c < channels; c++)
                output[c] += input[i + c];
        }

        float pixels = (float)input.Length / channels;
        for (int c = 0; c < channels; c++)
            output[c] /= pixels;
    }
}

/// <summary>Zeros around an image.</summary>
internal sealed class FloatPad(PadNode node, int[] input, int[] output) : FloatOperator
{
    public override void Run(ReadOnlySpan<float[]> inputs, float[] target)
    {
        Array.Clear(target);
        int rowLength = input[2] * input[3];
        for (int y = 0; y < input[1]; y++)
        {
            int start = (((y + node.Top) * output[2]) + node.Left) * output[3];
            inputs[0].AsSpan(y * rowLength, rowLength).CopyTo(target.AsSpan(start));
        }
    }
}
