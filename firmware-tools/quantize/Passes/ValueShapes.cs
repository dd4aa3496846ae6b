using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Passes;

/// <summary>Shapes of all values of a graph, with the batch of one, and the arithmetic of sliding windows.</summary>
internal static class ValueShapes
{
    /// <summary>Shapes by name.</summary>
    /// <exception cref="SourceException">A node does not fit the shape of what it reads.</exception>
    public static Dictionary<string, int[]> Infer(FloatGraph graph)
    {
        var shapes = new Dictionary<string, int[]>
        {
            [graph.Input.Name] = [1, graph.Input.Height, graph.Input.Width, graph.Input.Channels],
        };
        foreach (FloatNode node in graph.Nodes)
        {
            var inputs = new int[node.Inputs.Count][];
            for (int i = 0; i < inputs.Length; i++)
            {
                inputs[i] = shapes.TryGetValue(node.Inputs[i], out int[]? shape)
                    ? shape
                    : throw new SourceException($"{graph.Name}: layer '{node.Name}' reads '{node.Inputs[i]}', which nothing before it computes; export the model again");
            }

            shapes[node.Name] = Of(graph, node, inputs);
        }

        return shapes;
    }

    /// <summary>Elements of a shape.</summary>
    public static int Count(IReadOnlyList<int> shape)
    {
        int count = 1;
        foreach (int size in shape)
            count = checked(count * size);
        return count;
    }

    /// <summary>Output size of a window along one axis.</summary>
    public static int OutputSize(int input, int kernel, int stride, int dilation, PaddingKind padding) => padding == PaddingKind.Same
        ? (input + stride - 1) / stride
        : (input - ((kernel - 1) * dilation) + stride - 1) / stride;

    /// <summary>What TensorFlow's SAME adds before and after the input along one axis.</summary>
    public static (int Before, int After) SamePadding(int input, int kernel, int stride, int dilation)
    {
        int output = (input + stride - 1) / stride;
        int total = Math.Max(((output - 1) * stride) + ((kernel - 1) * dilation) + 1 - input, 0);
        return (total / 2, total - (total / 2));
    }

    private static int[] Of(FloatGraph graph, FloatNode node, int[][] inputs)
    {
        int[] x = inputs[0];
        return node switch
        {
            ConvNode n => Window(n.Geometry, n.Weights.Shape[1], n.Weights.Shape[2], n.Weights.Shape[0], depth: n.Weights.Shape[3]),
            DepthwiseConvNode n =>
                Window(n.Geometry, n.Weights.Shape[1], n.Weights.Shape[2], n.Weights.Shape[3], depth: Divisor(n.Weights.Shape[3])),
            DenseNode n => x[^1] == n.Weights.Shape[1]
                ? [.. x[..^1], n.Weights.Shape[0]]
                : throw Misfit($"weights for {n.Weights.Shape[1]} inputs"),
            AveragePoolNode n => Window(n.Geometry, n.WindowHeight, n.WindowWidth, Depth(), Depth()),
            MaxPoolNode n => Window(n.Geometry, n.WindowHeight, n.WindowWidth, Depth(), Depth()),
            GlobalAveragePoolNode n => n.KeepDims ? [1, 1, 1, Depth()] : [1, Depth()],
            PadNode n => [1, x[1] + n.Top + n.Bottom, x[2] + n.Left + n.Right, Depth()],
            ReshapeNode n => Reshape(n.Shape),
            AddNode or MulNode => Broadcast(inputs[1]),
            ConcatNode n => Concatenate(n.Axis),
            BatchNormNode n => x[^1] == n.Gamma.Length ? x : throw Misfit($"statistics for {n.Gamma.Length} channels"),
            _ => x,
        };

        int Depth() => x.Length == 4 ? x[3] : throw Misfit("an image [1, height, width, channels]");

        int Divisor(int channels) => channels % Depth() == 0 ? Depth() : throw Misfit($"weights for {channels} channels");

        int[] Window(ConvGeometry g, int kernelHeight, int kernelWidth, int channels, int depth)
        {
            if (Depth() != depth)
                throw Misfit($"weights for {depth} channels");
            int height = OutputSize(x[1], kernelHeight, g.StrideHeight, g.DilationHeight, g.Padding);
            int width = OutputSize(x[2], kernelWidth, g.StrideWidth, g.DilationWidth, g.Padding);
            return height > 0 && width > 0 ? [1, height, width, channels] : throw Misfit($"at least {kernelHeight}x{kernelWidth} pixels");
        }

        int[] Reshape(IReadOnlyList<int> target)
        {
            int known = 1;
            foreach (int size in target)
                known *= size == -1 ? 1 : size;
            int[] shape = [.. target.Select(size => size == -1 && known != 0 ? Count(x) / known : size)];
            return Count(shape) == Count(x) ? shape : throw Misfit($"{Count(shape)} elements");
        }

        int[] Broadcast(int[] y)
        {
            int rank = Math.Max(x.Length, y.Length);
            var shape = new int[rank];
            for (int i = 0; i < rank; i++)
            {
                int a = i - rank + x.Length is >= 0 and var ai ? x[ai] : 1, b = i - rank + y.Length is >= 0 and var bi ? y[bi] : 1;
                shape[i] = a == b || b == 1 ? a : a == 1 ? b : throw Misfit($"[{string.Join(", ", y)}]");
            }

            return shape;
        }

        int[] Concatenate(int axis)
        {
            int[] shape = [.. x];
            shape[axis] = inputs.Sum(input => input[axis]);
            return shape;
        }

        SourceException Misfit(string expected) =>
            new($"{graph.Name}: layer '{node.Name}' expects {expected}, its input is [{string.Join(", ", x)}]; export the model again, or check its input size");
    }
}
