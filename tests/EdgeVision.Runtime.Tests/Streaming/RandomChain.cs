using EdgeVision.Kernels;
using EdgeVision.Model;
using EdgeVision.Runtime.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Streaming;

/// <summary>A chain of depthwise and pointwise convolutions of any geometry.</summary>
internal sealed class RandomChain
{
    private readonly TestGraph _graph = new();
    private readonly Prng _random;

    public RandomChain(uint seed)
    {
        _random = new Prng((seed * 2654435761u) | 1);
        int x = _graph.Input(1, _random.Next(1, 30), _random.Next(1, 30), _random.Next(1, 36));
        for (int i = _random.Next(2, 4); i > 0; i--)
            x = _random.Next(0, 1) == 0 ? Pointwise(x) : Depthwise(x);
        Model = _graph.Build(x);
        Input = new sbyte[_graph[Model.Inputs[0]].Elements];
        _random.Fill(Input);
    }

    public TfliteModel Model { get; }

    public sbyte[] Input { get; }

    /// <summary>What the operators give one after the other.</summary>
    public sbyte[] Expected()
    {
        using var session = new InferenceSession(TestPlans.Create(Model, PlanOptions.KeepEveryTensor));
        Input.CopyTo(session.Input(0));
        session.Run();
        return session.Output(0).ToArray();
    }

    /// <summary>The operators as a chain of rows.</summary>
    public StreamedRows Prepare(Isa isa)
    {
        PlannedTensor[] tensors = TensorTable.Create(Model);
        return new StreamedRows([.. Model.Operators.Select(op =>
            Assert.Single(OperatorRegistry.Prepare(new OperatorContext(Model, op, tensors, IsaPolicy.UpTo(isa))).Rows))]);
    }

    private int Pointwise(int x)
    {
        int[] shape = _graph[x].Shape;
        int channels = _random.Next(1, 40);
        return _graph.Operator(
            BuiltinOperator.Conv2D, [x, Weights(channels, 1, 1, shape[3])], [1, shape[1], shape[2], channels],
            new Conv2DOptions(Padding.Same, 1, 1), TensorQuantization.PerTensor(0.4f, 3));
    }

    private int Depthwise(int x)
    {
        int[] shape = _graph[x].Shape;
        (int high, int wide, int down, int right) = (_random.Next(1, 5), _random.Next(1, 5), _random.Next(1, 3), _random.Next(1, 3));
        (int dilation, int multiplier) = (_random.Next(1, 2), _random.Next(0, 3) == 0 ? _random.Next(2, 3) : 1);
        bool valid = _random.Next(0, 1) == 0 && (high - 1) * dilation < shape[1] && (wide - 1) * dilation < shape[2];
        int channels = shape[3] * multiplier;
        return _graph.Operator(
            BuiltinOperator.DepthwiseConv2D, [x, Weights(1, high, wide, channels)],
            [1, Extent(shape[1], high, down), Extent(shape[2], wide, right), channels],
            new DepthwiseConv2DOptions(
                valid ? Padding.Valid : Padding.Same, right, down, multiplier, DilationWidth: dilation, DilationHeight: dilation),
            TensorQuantization.PerTensor(0.3f, -6));

        int Extent(int extent, int kernel, int stride) =>
            (extent - (valid ? (kernel - 1) * dilation : 0) + stride - 1) / stride;
    }

    private int Weights(params int[] shape)
    {
        var data = new byte[shape.Aggregate(1, (product, n) => product * n)];
        _random.Fill(data.AsSpan());
        return _graph.Constant(TensorType.Int8, shape, data, TensorQuantization.PerTensor(0.02f, 0));
    }
}
