using System.Runtime.Intrinsics;
using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Execution;

/// <summary>A function of each element.</summary>
internal sealed class FloatActivation(ActivationKind kind) : FloatOperator
{
    public override void Run(ReadOnlySpan<float[]> inputs, float[] output)
    {
        if (kind is ActivationKind.Relu or ActivationKind.Relu6)
        {
            Clip(inputs[0], output, kind == ActivationKind.Relu6 ? 6 : float.PositiveInfinity);
            return;
        }

        for (int i = 0; i < output.Length; i++)
            output[i] = Of(inputs[0][i]);
    }

    private static void Clip(ReadOnlySpan<float> input, Span<float> output, float highest)
    {
        int i = 0;
        for (; i + 8 <= output.Length; i += 8)
        {
            Vector256.Min(Vector256.Max(Vector256.Create(input[i..]), Vector256<float>.Zero),
                Vector256.Create(highest)).CopyTo(output[i..]);
        }

        for (; i < output.Length; i++)
            output[i] = Math.Clamp(input[i], 0, highest);
    }

    private float Of(float x) => kind switch
    {
        ActivationKind.HardSigmoid => HardSigmoid(x),
        ActivationKind.HardSwish => x * HardSigmoid(x),
        ActivationKind.Sigmoid => 1 / (1 + MathF.Exp(-x)),
        ActivationKind.Tanh => MathF.Tanh(x),
        _ => throw new InvalidOperationException($"{kind}"),
    };

    private static float HardSigmoid(float x) => Math.Clamp((x / 6) + 0.5f, 0, 1);
}

/// <summary>x · scale + shift, per channel.</summary>
internal sealed class FloatAffine(float[] scale, float[] shift) : FloatOperator
{
    public static FloatAffine For(BatchNormNode node)
    {
        var scale = new float[node.Gamma.Length];
        var shift = new float[scale.Length];
        for (int c = 0; c < scale.Length; c++)
        {
            double factor = node.Gamma[c] / Math.Sqrt((double)node.Variance[c] + node.Epsilon);
            scale[c] = (float)factor;
            shift[c] = (float)(node.Beta[c] - (node.Mean[c] * factor));
        }

        return new FloatAffine(scale, shift);
    }

    public static FloatAffine For(ScaleShiftNode node, int channels) => new(Expand(node.Scale, channels), Expand(node.Shift, channels));

    public override void Run(ReadOnlySpan<float[]> inputs, float[] output)
    {
        for (int i = 0; i < output.Length; i++)
            output[i] = (inputs[0][i] * scale[i % scale.Length]) + shift[i % scale.Length];
    }

    private static float[] Expand(float[] values, int channels)
    {
        if (values.Length == channels)
            return values;
        var expanded = new float[channels];
        Array.Fill(expanded, values[0]);
        return expanded;
    }
}

/// <summary>Sum or product of two values; sizes of 1 are broadcast.</summary>
internal sealed class FloatBinary(bool adds, int[] first, int[] second, int[] output) : FloatOperator
{
    private readonly int[] _first = Strides(first, output.Length);
    private readonly int[] _second = Strides(second, output.Length);

    public override void Run(ReadOnlySpan<float[]> inputs, float[] target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            int rest = i, a = 0, b = 0;
            for (int d = output.Length - 1; d >= 0; d--)
            {
                int index = rest % output[d];
                rest /= output[d];
                a += index * _first[d];
                b += index * _second[d];
            }

            target[i] = adds ? inputs[0][a] + inputs[1][b] : inputs[0][a] * inputs[1][b];
        }
    }

    private static int[] Strides(int[] shape, int rank)
    {
        var strides = new int[rank];
        int stride = 1;
        for (int d = shape.Length - 1; d >= 0; d--)
        {
            strides[rank - shape.Length + d] = shape[d] == 1 ? 0 : stride;
            stride *= shape[d];
        }

        return strides;
    }
}

/// <summary>Joins values along an axis.</summary>
internal sealed class FloatConcat(int axis, int[][] shapes) : FloatOperator
{
    public override void Run(ReadOnlySpan<float[]> inputs, float[] output)
    {
        int outer = Passes.ValueShapes.Count(shapes[0].AsSpan(0, axis).ToArray());
        int at = 0;
        for (int o = 0; o < outer; o++)
        {
            foreach (float[] input in inputs)
            {
                int run = input.Length / outer;
                input.AsSpan(o * run, run).CopyTo(output.AsSpan(at));
                at += run;
            }
        }
    }
}

/// <summary>Softmax over the last axis.</summary>
internal sealed class FloatSoftmax(int classes) : FloatOperator
{
    public override void Run(ReadOnlySpan<float[]> inputs, float[] output)
    {
        for (int row = 0; row < output.Length; row += classes)
        {
            float largest = float.NegativeInfinity;
            for (int c = 0; c < classes; c++)
                largest = Math.Max(largest, inputs[0][row + c]);
            double sum = 0;
            for (int c = 0; c < classes; c++)
                sum += output[row + c] = MathF.Exp(inputs[0][row + c] - largest);
            for (int c = 0; c < classes; c++)
                output[row + c] = (float)(output[row + c] / sum);
        }
    }
}

/// <summary>The same elements under another name.</summary>
internal sealed class FloatCopy : FloatOperator
{
    public override void Run(ReadOnlySpan<float[]> inputs, float[] output) => inputs[0].CopyTo(output, 0);
}
