using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Sources.Building;

/// <summary>Shapes of results, and whether a node's weights fit its input.</summary>
internal static class ShapeInference
{
    /// <summary>The node's kind as people call it: <c>Conv</c>, <c>BatchNorm</c> …</summary>
    public static string Describe(FloatNode node) => node.GetType().Name.Replace("Node", "", StringComparison.Ordinal);

    /// <summary>The result's shape, or <see langword="null"/> with the problem.</summary>
    public static int[]? TryInfer(FloatNode node, IReadOnlyList<IReadOnlyList<int>> inputs, out string problem)
    {
        (int[]? shape, problem) = node switch
        {
            ConvNode conv => Conv(conv, inputs[0]),
            DepthwiseConvNode depthwise => Depthwise(depthwise, inputs[0]),
            DenseNode dense => Dense(dense, inputs[0]),
            BatchNormNode norm when !HasDeviation(norm) => (null, $"a variance below 0 with epsilon {norm.Epsilon} has no deviation"),
            BatchNormNode norm => PerChannel(inputs[0], false, norm.Gamma, norm.Beta, norm.Mean, norm.Variance),
            ScaleShiftNode scale => PerChannel(inputs[0], true, scale.Scale, scale.Shift),
            AveragePoolNode pool => Window(inputs[0], pool.WindowHeight, pool.WindowWidth, pool.Geometry, null),
            MaxPoolNode pool => Window(inputs[0], pool.WindowHeight, pool.WindowWidth, pool.Geometry, null),
            GlobalAveragePoolNode pool => GlobalPool(pool, inputs[0]),
            PadNode pad => Pad(pad, inputs[0]),
            ReshapeNode reshape => Reshape(reshape, inputs[0]),
            AddNode or MulNode => Broadcast(inputs[0], inputs[1]),
            ConcatNode concat => Concat(concat, inputs),
            _ => ([.. inputs[0]], ""),
        };
        return shape;
    }

    private static (int[]? Shape, string Problem) Conv(ConvNode node, IReadOnlyList<int> input)
    {
        IReadOnlyList<int> w = node.Weights.Shape;
        if (input.Count != 4 || w.Count != 4 || w[3] != input[3])
            return (null, $"weights {Shapes.Text(w)} (out, height, width, in) do not fit an input of {Shapes.Text(input)}");
        return BiasProblem(node.Bias, w[0]) is { } problem ? (null, problem) : Window(input, w[1], w[2], node.Geometry, w[0]);
    }

    private static (int[]? Shape, string Problem) Depthwise(DepthwiseConvNode node, IReadOnlyList<int> input)
    {
        IReadOnlyList<int> w = node.Weights.Shape;
        if (input.Count != 4 || w.Count != 4 || w[0] != 1 || w[3] % input[3] != 0)
            return (null, $"weights {Shapes.Text(w)} (1, height, width, channels) do not fit an input of {Shapes.Text(input)}");
        return BiasProblem(node.Bias, w[3]) is { } problem ? (null, problem) : Window(input, w[1], w[2], node.Geometry, w[3]);
    }

    private static (int[]? Shape, string Problem) Dense(DenseNode node, IReadOnlyList<int> input)
    {
        IReadOnlyList<int> w = node.Weights.Shape;
        if (input.Count < 1 || w.Count != 2 || w[1] != input[^1])
            return (null, $"weights {Shapes.Text(w)} (out, in) do not fit an input of {Shapes.Text(input)}");
        return BiasProblem(node.Bias, w[0]) is { } problem ? (null, problem) : ([.. input.SkipLast(1), w[0]], "");
    }

    private static string? BiasProblem(float[]? bias, int channels) =>
        bias is null || bias.Length == channels ? null : $"{bias.Length} biases for {channels} outputs";

    private static bool HasDeviation(BatchNormNode norm) =>
        float.IsFinite(norm.Epsilon) && Array.TrueForAll(norm.Variance, variance => variance + norm.Epsilon > 0);

    private static (int[]? Shape, string Problem) PerChannel(IReadOnlyList<int> input, bool one, params ReadOnlySpan<float[]> parameters)
    {
        int channels = input.Count == 0 ? 1 : input[^1];
        foreach (float[] values in parameters)
        {
            if (values.Length != channels && !(one && values.Length == 1))
                return (null, $"{values.Length} parameters for {channels} channels");
            if (!Array.TrueForAll(values, float.IsFinite))
                return (null, "a parameter is not finite");
        }

        return ([.. input], "");
    }

    private static (int[]? Shape, string Problem) Window(IReadOnlyList<int> input, int height, int width, ConvGeometry g, int? channels)
    {
        if (input.Count != 4)
            return (null, $"an image is expected, not {Shapes.Text(input)}");
        if (g.StrideHeight < 1 || g.StrideWidth < 1 || g.DilationHeight < 1 || g.DilationWidth < 1 || height < 1 || width < 1)
            return (null, $"a window of {height}×{width} with {g} cannot slide");
        return ([input[0], Length(input[1], height, g.StrideHeight, g.DilationHeight, g.Padding),
            Length(input[2], width, g.StrideWidth, g.DilationWidth, g.Padding), channels ?? input[3]], "");
    }

    private static int Length(int input, int window, int stride, int dilation, PaddingKind padding)
    {
        long covered = padding == PaddingKind.Same ? input : input - ((window - 1L) * dilation);
        return covered < 1 ? 0 : (int)((covered + stride - 1) / stride);
    }

    private static (int[]? Shape, string Problem) GlobalPool(GlobalAveragePoolNode node, IReadOnlyList<int> input) =>
        input.Count != 4 ? (null, $"an image is expected, not {Shapes.Text(input)}")
        : node.KeepDims ? ([input[0], 1, 1, input[3]], "")
        : ([input[0], input[3]], "");

    private static (int[]? Shape, string Problem) Pad(PadNode node, IReadOnlyList<int> input)
    {
        const int Most = 1024;
        if (input.Count != 4)
            return (null, $"an image is expected, not {Shapes.Text(input)}");
        if (node is { Top: < 0 or > Most } or { Bottom: < 0 or > Most } or { Left: < 0 or > Most } or { Right: < 0 or > Most })
            return (null, $"padding {node.Top}, {node.Bottom}, {node.Left}, {node.Right} is not within 0 … {Most}");
        return ([input[0], input[1] + node.Top + node.Bottom, input[2] + node.Left + node.Right, input[3]], "");
    }

    private static (int[]? Shape, string Problem) Reshape(ReshapeNode node, IReadOnlyList<int> input)
    {
        int[] shape = [.. node.Shape];
        long count = Shapes.ElementCount(input);
        int open = Array.IndexOf(shape, -1);
        if (open >= 0)
        {
            shape[open] = 1;
            long rest = Shapes.ElementCount(shape);
            shape[open] = rest > 0 ? (int)(count / rest) : 0;
        }

        return Shapes.ElementCount(shape) == count
            ? (shape, "")
            : (null, $"{Shapes.Text(input)} cannot become {Shapes.Text(node.Shape)}");
    }

    private static (int[]? Shape, string Problem) Broadcast(IReadOnlyList<int> a, IReadOnlyList<int> b)
    {
        int rank = Math.Max(a.Count, b.Count);
        var shape = new int[rank];
        for (int i = 1; i <= rank; i++)
        {
            int x = i <= a.Count ? a[^i] : 1;
            int y = i <= b.Count ? b[^i] : 1;
            if (x != y && x != 1 && y != 1)
                return (null, $"{Shapes.Text(a)} and {Shapes.Text(b)} do not fit");
            shape[^i] = Math.Max(x, y);
        }

        return (shape, "");
    }

    private static (int[]? Shape, string Problem) Concat(ConcatNode node, IReadOnlyList<IReadOnlyList<int>> inputs)
    {
        if (inputs.Count == 0 || node.Axis < 0 || node.Axis >= inputs[0].Count)
            return (null, $"axis {node.Axis} of {inputs.Count} inputs");
        int[] shape = [.. inputs[0]];
        long total = 0;
        foreach (IReadOnlyList<int> input in inputs)
        {
            if (input.Count != shape.Length)
                return (null, $"{Shapes.Text(input)} does not fit {Shapes.Text(inputs[0])}");
            for (int i = 0; i < shape.Length; i++)
            {
                if (i != node.Axis && input[i] != shape[i])
                    return (null, $"{Shapes.Text(input)} does not fit {Shapes.Text(inputs[0])}");
            }

            total += input[node.Axis];
        }

        shape[node.Axis] = (int)Math.Min(total, int.MaxValue);
        return (shape, "");
    }
}
