using System.Runtime.InteropServices;
using EdgeVision.Model;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Support;

/// <summary>Random graphs of all kinds of operators that share, rename, take over or copy bytes; most of their tensors are small.</summary>
internal sealed class RandomGraph(uint seed)
{
    private const int MaxElements = 1200;

    private readonly TestGraph _graph = new(seed % 3 == 0 ? TensorType.UInt8 : TensorType.Int8);
    private readonly List<int> _operands = [];
    private readonly Prng _random = new((seed * 2654435761u) | 1);

    public TfliteModel Build()
    {
        for (int i = _random.Next(1, 2); i > 0; i--)
            _operands.Add(_graph.Input(1, _random.Next(2, 6), _random.Next(2, 6), _random.Next(1, 9)));
        for (int i = _random.Next(3, 25); i > 0; i--)
            _operands.Add(AddOperator(Pick()));
        int[] outputs = [.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Pick())];
        return _graph.Build([.. outputs, _operands[^1]]);
    }

    /// <summary>A chain of convolutions and pools, in which nearly every tensor is read once.</summary>
    public TfliteModel BuildConvolutional()
    {
        int x = _graph.Input(1, _random.Next(5, 14), _random.Next(5, 14), _random.Next(1, 40));
        for (int i = _random.Next(3, 7); i > 0; i--)
            x = _random.Next(0, 4) switch { 0 => MaxPool(x), 1 => DepthwiseConvolve(x), _ => Convolve(x) };
        return _graph.Build(x);
    }

    /// <summary>Mostly one of the latest tensors, as in real networks, but sometimes any, which makes long lives.</summary>
    private int Pick() => _operands[_random.Next(_random.Next(0, 3) == 0 ? 0 : Math.Max(0, _operands.Count - 3), _operands.Count - 1)];

    private int AddOperator(int x) => _random.Next(0, 13) switch
    {
        0 or 1 => Reshape(x),
        2 => _graph.Unary(BuiltinOperator.Relu, x, _random.Next(0, 1) == 0 ? null : TensorQuantization.PerTensor(0.03f, 5)),
        3 => _graph.Relu(x),
        4 => Requantize(x),
        5 or 6 or 7 => Binary(x),
        8 => Concatenate(x),
        9 => Convolve(x),
        10 => DepthwiseConvolve(x),
        11 => MaxPool(x),
        12 => Pad(x),
        _ => _graph.Operator(BuiltinOperator.Reshape, [Constant(_graph[x].Shape)], [_graph[x].Elements]),
    };

    private int Reshape(int x)
    {
        int elements = _graph[x].Elements;
        for (int height = _random.Next(2, 8); height > 1; height--)
        {
            if (elements % height == 0)
                return _graph.Reshape(x, 1, height, 1, elements / height);
        }

        return _graph.Reshape(x, 1, 1, 1, elements);
    }

    /// <summary>To the other sign with the same scale, which only renames, or to another scale.</summary>
    private int Requantize(int x)
    {
        TestTensor tensor = _graph[x];
        bool signed = tensor.Type == TensorType.Int8;
        TensorQuantization old = tensor.Quantization!;
        return _random.Next(0, 1) == 0
            ? _graph.Unary(BuiltinOperator.Quantize, x, TensorQuantization.PerTensor(old.Scales[0], old.ZeroPoints[0] + (signed ? 128 : -128)), signed ? TensorType.UInt8 : TensorType.Int8)
            : _graph.Unary(BuiltinOperator.Quantize, x, TensorQuantization.PerTensor(0.06f, 3));
    }

    private int Binary(int x)
    {
        TestTensor tensor = _graph[x];
        int[] candidates = [.. _operands.Where(other => _graph[other].Type == tensor.Type && Fits(_graph[other].Shape, tensor.Shape))];
        int y = _random.Next(0, 3) switch
        {
            0 => Constant([.. tensor.Shape]),
            1 => Constant([.. tensor.Shape[..^1].Select(_ => 1), tensor.Shape[^1]]),
            _ => candidates[_random.Next(0, candidates.Length - 1)],
        };
        BuiltinOperator code = _random.Next(0, 2) switch { 0 => BuiltinOperator.Sub, 1 => BuiltinOperator.Mul, _ => BuiltinOperator.Add };
        if (_graph[y].Type != tensor.Type)
            y = x;
        return _random.Next(0, 1) == 0 ? _graph.Binary(code, x, y) : _graph.Binary(code, y, x);
    }

    private static bool Fits(int[] operand, int[] shape) =>
        operand.Length == shape.Length && operand.Zip(shape).All(pair => pair.First == pair.Second || pair.First == 1);

    private int Concatenate(int x)
    {
        TestTensor tensor = _graph[x];
        int[] parts = [.. _operands.Where(other => SameButLast(_graph[other], tensor)).TakeLast(2), x];
        int last = parts.Sum(part => _graph[part].Shape[^1]);
        if (tensor.Elements / tensor.Shape[^1] * last > MaxElements)
            return _graph.Relu(x);
        return _graph.Operator(
            BuiltinOperator.Concatenation, parts, [.. tensor.Shape[..^1], last], new ConcatenationOptions(-1), tensor.Quantization);
    }

    private static bool SameButLast(TestTensor a, TestTensor b) =>
        a.Type == b.Type && a.Shape.Length == b.Shape.Length && a.Shape.AsSpan()[..^1].SequenceEqual(b.Shape.AsSpan()[..^1])
        && a.Quantization!.Scales[0] == b.Quantization!.Scales[0] && a.Quantization.ZeroPoints[0] == b.Quantization.ZeroPoints[0];

    private int Convolve(int x)
    {
        TestTensor tensor = _graph[x];
        if (tensor.Shape.Length != 4)
            return _graph.Relu(x);
        (int kernel, int stride, int channels) = (_random.Next(0, 1) == 0 ? 1 : 3, _random.Next(1, 2), _random.Next(1, 18));
        int weights = Weights(tensor.Type, channels, kernel, kernel, tensor.Shape[3]);
        return _graph.Operator(
            BuiltinOperator.Conv2D, [x, weights], Strided(tensor, stride, channels), new Conv2DOptions(Padding.Same, stride, stride),
            Wide(tensor.Type));
    }

    private int DepthwiseConvolve(int x)
    {
        TestTensor tensor = _graph[x];
        if (tensor.Shape.Length != 4)
            return _graph.Relu(x);
        int stride = _random.Next(1, 2), channels = tensor.Shape[3];
        int weights = Weights(tensor.Type, 1, 3, 3, channels);
        return _graph.Operator(
            BuiltinOperator.DepthwiseConv2D, [x, weights], Strided(tensor, stride, channels),
            new DepthwiseConv2DOptions(Padding.Same, stride, stride, 1), Wide(tensor.Type));
    }

    private int MaxPool(int x)
    {
        TestTensor tensor = _graph[x];
        return tensor.Shape.Length == 4
            ? _graph.Operator(BuiltinOperator.MaxPool2D, [x], Strided(tensor, 2, tensor.Shape[3]), new Pool2DOptions(Padding.Same, 2, 2, 3, 3))
            : _graph.Relu(x);
    }

    private int Pad(int x)
    {
        TestTensor tensor = _graph[x];
        if (tensor.Shape.Length != 4 || tensor.Elements > MaxElements / 4)
            return _graph.Relu(x);
        int amounts = _graph.Constant(TensorType.Int32, [4, 2], MemoryMarshal.AsBytes<int>([0, 0, 1, 0, 0, 2, 0, 0]).ToArray(), null);
        return _graph.Operator(
            BuiltinOperator.Pad, [x, amounts], [tensor.Shape[0], tensor.Shape[1] + 1, tensor.Shape[2] + 2, tensor.Shape[3]]);
    }

    private int Constant(int[] shape)
    {
        var data = new byte[shape.Aggregate(1, (product, n) => product * n)];
        _random.Fill(data.AsSpan());
        return _graph.Constant(_graph[0].Type, shape, data, _graph.Quantization);
    }

    private int Weights(TensorType type, params int[] shape)
    {
        var data = new byte[shape.Aggregate(1, (product, n) => product * n)];
        _random.Fill(data.AsSpan());
        return _graph.Constant(type, shape, data, TensorQuantization.PerTensor(0.02f, type == TensorType.UInt8 ? 131 : 0));
    }

    private static int[] Strided(TestTensor tensor, int stride, int channels) =>
        [tensor.Shape[0], (tensor.Shape[1] + stride - 1) / stride, (tensor.Shape[2] + stride - 1) / stride, channels];

    private static TensorQuantization Wide(TensorType type) => TensorQuantization.PerTensor(0.4f, type == TensorType.UInt8 ? 128 : 0);
}
