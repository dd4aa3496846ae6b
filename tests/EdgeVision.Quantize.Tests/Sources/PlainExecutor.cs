using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Tests.Sources;

/// <summary>Runs a graph with plain loops in double precision: what a reader's graph means, without any of the program's own arithmetic.</summary>
internal static class PlainExecutor
{
    public static double[] Run(FloatGraph graph, double[] image)
    {
        var values = new Dictionary<string, Value>
        {
            [graph.Input.Name] = new([1, graph.Input.Height, graph.Input.Width, graph.Input.Channels], image),
        };
        foreach (FloatNode node in graph.Nodes)
            values.Add(node.Name, Compute(node, [.. node.Inputs.Select(input => values[input])]));
        return values[graph.Output].Data;
    }

    private static Value Compute(FloatNode node, Value[] x) => node switch
    {
        ConvNode n => Window(x[0], n.Weights.Shape[1], n.Weights.Shape[2], n.Geometry, n.Weights.Shape[0], (c, taps) => Conv(n, c, taps)),
        DepthwiseConvNode n => Window(
            x[0], n.Weights.Shape[1], n.Weights.Shape[2], n.Geometry, n.Weights.Shape[3], (c, taps) => Depthwise(n, c, taps)),
        AveragePoolNode n => Window(x[0], n.WindowHeight, n.WindowWidth, n.Geometry, x[0].Shape[3], (c, taps) => taps.Average(t => t.Pixel[c])),
        MaxPoolNode n => Window(x[0], n.WindowHeight, n.WindowWidth, n.Geometry, x[0].Shape[3], (c, taps) => taps.Max(t => t.Pixel[c])),
        GlobalAveragePoolNode n => GlobalPool(x[0], n.KeepDims),
        DenseNode n => Dense(x[0], n),
        BatchNormNode n => Each(x[0], (v, c) => (n.Gamma[c] * (v - n.Mean[c]) / Math.Sqrt(n.Variance[c] + (double)n.Epsilon)) + n.Beta[c]),
        ScaleShiftNode n => Each(x[0], (v, c) => (v * n.Scale[c % n.Scale.Length]) + n.Shift[c % n.Shift.Length]),
        ActivationNode n => Each(x[0], (v, _) => Activate(v, n.Kind)),
        AddNode => Pair(x[0], x[1], (a, b) => a + b),
        MulNode => Pair(x[0], x[1], (a, b) => a * b),
        SoftmaxNode => Softmax(x[0]),
        PadNode n => Pad(x[0], n),
        ReshapeNode n => new Value([.. n.Shape.Select(s => s == -1 ? x[0].Data.Length / -n.Shape.Aggregate(1, (p, d) => p * d) : s)], x[0].Data),
        ConcatNode n when n.Axis == x[0].Shape.Length - 1 => Concat(x),
        IdentityNode => x[0],
        _ => throw new NotSupportedException(node.ToString()),
    };

    private static double Conv(ConvNode n, int c, List<Tap> taps)
    {
        int columns = n.Weights.Shape[2], channels = n.Weights.Shape[3];
        double sum = n.Bias?[c] ?? 0;
        foreach (Tap tap in taps)
        {
            int first = ((((c * n.Weights.Shape[1]) + tap.Row) * columns) + tap.Column) * channels;
            for (int i = 0; i < channels; i++)
                sum += tap.Pixel[i] * n.Weights.Data[first + i];
        }

        return sum;
    }

    private static double Depthwise(DepthwiseConvNode n, int c, List<Tap> taps)
    {
        int columns = n.Weights.Shape[2], channels = n.Weights.Shape[3];
        double sum = n.Bias?[c] ?? 0;
        foreach (Tap tap in taps)
            sum += tap.Pixel[c / (channels / tap.Pixel.Length)] * n.Weights.Data[(((tap.Row * columns) + tap.Column) * channels) + c];
        return sum;
    }

    private static double Activate(double v, ActivationKind kind) => kind switch
    {
        ActivationKind.Relu => Math.Max(v, 0),
        ActivationKind.Relu6 => Math.Clamp(v, 0, 6),
        ActivationKind.HardSigmoid => Math.Clamp((v / 6) + 0.5, 0, 1),
        ActivationKind.HardSwish => v * Math.Clamp((v / 6) + 0.5, 0, 1),
        ActivationKind.Sigmoid => 1 / (1 + Math.Exp(-v)),
        _ => Math.Tanh(v),
    };

    private static Value Window(Value x, int height, int width, ConvGeometry g, int channels, Func<int, List<Tap>, double> result)
    {
        (int rows, int top) = Axis(x.Shape[1], height, g.StrideHeight, g.DilationHeight, g.Padding);
        (int columns, int left) = Axis(x.Shape[2], width, g.StrideWidth, g.DilationWidth, g.Padding);
        var data = new double[rows * columns * channels];
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                var taps = new List<Tap>();
                for (int i = 0; i < height; i++)
                {
                    for (int j = 0; j < width; j++)
                    {
                        int row = (r * g.StrideHeight) - top + (i * g.DilationHeight), column = (c * g.StrideWidth) - left + (j * g.DilationWidth);
                        if (row >= 0 && row < x.Shape[1] && column >= 0 && column < x.Shape[2])
                            taps.Add(new Tap(i, j, x.Data.AsMemory(((row * x.Shape[2]) + column) * x.Shape[3], x.Shape[3]).ToArray()));
                    }
                }

                for (int k = 0; k < channels; k++)
                    data[(((r * columns) + c) * channels) + k] = result(k, taps);
            }
        }

        return new Value([1, rows, columns, channels], data);
    }

    private static (int Outputs, int Before) Axis(int size, int window, int stride, int dilation, PaddingKind padding)
    {
        int covered = ((window - 1) * dilation) + 1;
        if (padding == PaddingKind.Valid)
            return (((size - covered) / stride) + 1, 0);
        int outputs = (size + stride - 1) / stride;
        return (outputs, Math.Max(((outputs - 1) * stride) + covered - size, 0) / 2);
    }

    private static Value GlobalPool(Value x, bool keepDims)
    {
        int channels = x.Shape[3], pixels = x.Data.Length / channels;
        var data = new double[channels];
        for (int i = 0; i < x.Data.Length; i++)
            data[i % channels] += x.Data[i] / pixels;
        return new Value(keepDims ? [1, 1, 1, channels] : [1, channels], data);
    }

    private static Value Dense(Value x, DenseNode n)
    {
        int inputs = n.Weights.Shape[1];
        var data = new double[n.Weights.Shape[0]];
        for (int o = 0; o < data.Length; o++)
            data[o] = Enumerable.Range(0, inputs).Sum(i => x.Data[i] * n.Weights.Data[(o * inputs) + i]) + (n.Bias?[o] ?? 0);
        return new Value([1, data.Length], data);
    }

    private static Value Each(Value x, Func<double, int, double> function) =>
        new(x.Shape, [.. x.Data.Select((v, i) => function(v, i % x.Shape[^1]))]);

    private static Value Pair(Value a, Value b, Func<double, double, double> function)
    {
        if (a.Data.Length < b.Data.Length)
            (a, b) = (b, a);
        return new Value(a.Shape, [.. a.Data.Select((v, i) => function(v, b.Data[i % b.Data.Length]))]);
    }

    private static Value Softmax(Value x)
    {
        double most = x.Data.Max();
        double[] e = [.. x.Data.Select(v => Math.Exp(v - most))];
        double sum = e.Sum();
        return new Value(x.Shape, [.. e.Select(v => v / sum)]);
    }

    private static Value Pad(Value x, PadNode n)
    {
        int rows = x.Shape[1] + n.Top + n.Bottom, columns = x.Shape[2] + n.Left + n.Right, channels = x.Shape[3];
        var data = new double[rows * columns * channels];
        for (int r = 0; r < x.Shape[1]; r++)
            Array.Copy(x.Data, r * x.Shape[2] * channels, data, (((r + n.Top) * columns) + n.Left) * channels, x.Shape[2] * channels);
        return new Value([1, rows, columns, channels], data);
    }

    private static Value Concat(Value[] x)
    {
        int outer = x[0].Data.Length / x[0].Shape[^1];
        var data = new List<double>();
        for (int i = 0; i < outer; i++)
        {
            foreach (Value part in x)
                data.AddRange(part.Data.AsSpan(i * part.Shape[^1], part.Shape[^1]));
        }

        return new Value([.. x[0].Shape[..^1], x.Sum(part => part.Shape[^1])], [.. data]);
    }

    private sealed record Value(int[] Shape, double[] Data);

    private readonly record struct Tap(int Row, int Column, double[] Pixel);
}
