using System.Runtime.InteropServices;
using EdgeVision.Model;

namespace EdgeVision.Runtime.Tests.Support;

/// <summary>Small graphs for tests, one call per operator; every call returns the index of the tensor it made.</summary>
internal sealed class TestGraph(TensorType type = TensorType.Int8)
{
    private readonly ModelBuilder _builder = new("graph.tflite");
    private readonly List<TestTensor> _tensors = [];

    public IReadOnlyList<TestTensor> Tensors => _tensors;

    public TestTensor this[int tensor] => _tensors[tensor];

    /// <summary>The quantization of tensors that do not ask for another.</summary>
    public TensorQuantization Quantization { get; } = TensorQuantization.PerTensor(0.05f, type == TensorType.UInt8 ? 120 : -8);

    public int Input(params int[] shape) => Remember(_builder.AddInput($"input{_tensors.Count}", type, shape, Quantization), type, shape, Quantization);

    public int Tensor(TensorType tensorType, int[] shape, TensorQuantization? quantization) =>
        Remember(_builder.AddTensor($"tensor{_tensors.Count}", tensorType, shape, quantization), tensorType, shape, quantization);

    public int Constant(TensorType tensorType, int[] shape, byte[] data, TensorQuantization? quantization) =>
        Remember(_builder.AddConstant($"constant{_tensors.Count}", tensorType, shape, data, quantization), tensorType, shape, quantization);

    public int Integers(params int[] values) =>
        Constant(TensorType.Int32, [values.Length], MemoryMarshal.AsBytes<int>(values).ToArray(), null);

    /// <summary>Any operator with one output.</summary>
    public int Operator(
        BuiltinOperator code, int[] inputs, int[] shape, OperatorOptions? options = null, TensorQuantization? quantization = null,
        TensorType? output = null)
    {
        TestTensor first = _tensors[inputs[0]];
        int result = Tensor(output ?? first.Type, shape, quantization ?? first.Quantization);
        _builder.AddOperator(code, inputs, [result], options);
        return result;
    }

    public int Unary(BuiltinOperator code, int x, TensorQuantization? quantization = null, TensorType? output = null) =>
        Operator(code, [x], _tensors[x].Shape, null, quantization, output);

    public int Relu(int x) => Unary(BuiltinOperator.Relu, x);

    public int Reshape(int x, params int[] shape) => Operator(BuiltinOperator.Reshape, [x], shape);

    public int Add(int x, int y) => Binary(BuiltinOperator.Add, x, y);

    public int Binary(BuiltinOperator code, int x, int y) =>
        Operator(code, [x, y], _tensors[x].Elements >= _tensors[y].Elements ? _tensors[x].Shape : _tensors[y].Shape);

    public TfliteModel Build(params int[] outputs)
    {
        foreach (int output in outputs)
            _builder.MarkOutput(output);
        return _builder.Build();
    }

    private int Remember(int index, TensorType tensorType, int[] shape, TensorQuantization? quantization)
    {
        Assert.Equal(_tensors.Count, index);
        _tensors.Add(new TestTensor(tensorType, shape, quantization));
        return index;
    }
}

/// <summary>What a <see cref="TestGraph"/> knows of a tensor.</summary>
internal sealed record TestTensor(TensorType Type, int[] Shape, TensorQuantization? Quantization)
{
    public int Elements => Shape.Aggregate(1, (product, n) => product * n);
}
