using System.Buffers.Binary;
using EdgeVision.Model;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Tflite;

/// <summary>Turns a model's operators into nodes; fused activations become nodes of their own.</summary>
internal sealed class TfliteGraphReader(SourceFile file, TfliteModel model, GraphBuilder builder)
{
    private static readonly Dictionary<BuiltinOperator, Action<TfliteGraphReader, Operator>> Operators = new()
    {
        [BuiltinOperator.Conv2D] = TfliteLinearOperators.Conv,
        [BuiltinOperator.DepthwiseConv2D] = TfliteLinearOperators.Depthwise,
        [BuiltinOperator.FullyConnected] = TfliteLinearOperators.FullyConnected,
        [BuiltinOperator.Add] = TfliteArithmeticOperators.Add,
        [BuiltinOperator.Sub] = TfliteArithmeticOperators.Sub,
        [BuiltinOperator.Mul] = TfliteArithmeticOperators.Mul,
        [BuiltinOperator.AveragePool2D] = TfliteShapeOperators.AveragePool,
        [BuiltinOperator.MaxPool2D] = TfliteShapeOperators.MaxPool,
        [BuiltinOperator.Mean] = TfliteShapeOperators.Mean,
        [BuiltinOperator.Pad] = TfliteShapeOperators.Pad,
        [BuiltinOperator.Reshape] = TfliteShapeOperators.Reshape,
        [BuiltinOperator.Squeeze] = TfliteShapeOperators.Reshape,
        [BuiltinOperator.Concatenation] = TfliteShapeOperators.Concatenation,
        [BuiltinOperator.Softmax] = TfliteShapeOperators.Softmax,
        [BuiltinOperator.Quantize] = TfliteShapeOperators.Identity,
        [BuiltinOperator.Dequantize] = TfliteShapeOperators.Dequantize,
        [BuiltinOperator.Relu] = (reader, op) => reader.AddActivation(op, ActivationKind.Relu),
        [BuiltinOperator.Relu6] = (reader, op) => reader.AddActivation(op, ActivationKind.Relu6),
        [BuiltinOperator.Logistic] = (reader, op) => reader.AddActivation(op, ActivationKind.Sigmoid),
        [BuiltinOperator.Tanh] = (reader, op) => reader.AddActivation(op, ActivationKind.Tanh),
        [BuiltinOperator.HardSwish] = (reader, op) => reader.AddActivation(op, ActivationKind.HardSwish),
    };

    private readonly TfliteConstants _constants = new(file);
    private readonly Dictionary<int, string> _values = [];
    private readonly Dictionary<int, int> _copies = [];

    /// <summary>Adds all operators and returns the name of the model's result.</summary>
    /// <param name="input">The model's input tensor.</param>
    /// <param name="value">The value that fills it.</param>
    public string Read(int input, string value)
    {
        _values[input] = value;
        foreach (Operator op in model.Operators)
        {
            if (!Operators.TryGetValue(op.Code, out Action<TfliteGraphReader, Operator>? read) || op.CustomCode is not null)
            {
                throw file.Error($"{op} is not supported; supported are " +
                    $"{string.Join(", ", Operators.Keys.Select(code => code.SchemaName()))}");
            }


            if (op.Outputs.Count != 1)
                throw Error(op, $"it has {op.Outputs.Count} outputs instead of one");
            read(this, op);
        }

        if (model.Outputs is not [var output])
            throw file.Error($"the model has {model.Outputs.Count} outputs; only models with one can be quantized");
        return _values.TryGetValue(output, out string? result)
            ? result
            : throw file.Error("the model's output does not depend on its input");
    }

    public SourceException Error(Operator op, string message) => file.Error($"{op}: {message}");

    public T Options<T>(Operator op)
        where T : OperatorOptions => op.Options as T ?? throw Error(op, "its options are missing");

    /// <summary>A tensor the operator reads, or <see langword="null"/> where it is left out.</summary>
    public Tensor? OptionalInput(Operator op, int position) =>
        position < op.Inputs.Count && op.Inputs[position] >= 0 ? model.Tensors[op.Inputs[position]] : null;

    public Tensor Input(Operator op, int position) => OptionalInput(op, position) ?? throw Error(op, $"input {position} is missing");

    /// <summary>The name of a computed value the operator reads.</summary>
    public string Value(Operator op, int position)
    {
        Tensor tensor = Input(op, position);
        return _values.TryGetValue(tensor.Index, out string? value)
            ? value
            : throw Error(op, $"{tensor} is a constant where a value is expected");
    }

    public IReadOnlyList<int> ShapeOf(string value) => builder.ShapeOf(value);

    public string Unused(string name) => builder.Unused(name);

    public string AddInner(FloatNode node) => builder.Add(node);

    /// <summary>A constant the operator reads, also through a dequantization.</summary>
    public FloatTensor Constant(Operator op, int position) => _constants.Read(Source(Input(op, position)));

    public float[]? Bias(Operator op, int position) => OptionalInput(op, position) is { } bias
        ? _constants.ReadBias(Source(bias), Input(op, 0).Quantization, Source(Input(op, position - 1)).Quantization)
        : null;

    /// <summary>A constant of int32 values: axes, paddings.</summary>
    public int[] Integers(Operator op, int position)
    {
        Tensor tensor = Input(op, position);
        if (!tensor.IsConstant || tensor.Type != TensorType.Int32)
            throw Error(op, $"{tensor} is not a constant of integers");
        var values = new int[tensor.Data.Length / 4];
        for (int i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadInt32LittleEndian(tensor.Data.Span[(i * 4)..]);
        return values;
    }

    /// <summary>Whether a tensor is a constant, also through a dequantization.</summary>
    public bool IsConstant(Operator op, int position) => Source(Input(op, position)).IsConstant;

    /// <summary>Remembers that the operator's result is a constant in another form.</summary>
    public void SetCopy(Operator op) => _copies[op.Outputs[0]] = op.Inputs[0];

    /// <summary>The shape the file gives the result.</summary>
    public IReadOnlyList<int> OutputShape(Operator op) => model.Tensors[op.Outputs[0]].Shape;

    /// <summary>Adds the operator's node, and one for its fused activation, which takes the result's name.</summary>
    public void Add(Operator op, FusedActivation activation, Func<string, FloatNode> node)
    {
        Tensor output = model.Tensors[op.Outputs[0]];
        string name = builder.Unused(TfliteReader.NameOf(output));
        ActivationKind? kind = activation switch
        {
            FusedActivation.None => null,
            FusedActivation.Relu => ActivationKind.Relu,
            FusedActivation.Relu6 => ActivationKind.Relu6,
            FusedActivation.Tanh => ActivationKind.Tanh,
            _ => throw Error(op, $"fused activation {activation} is not supported"),
        };
        if (kind is { } function)
        {
            string inner = builder.Add(node(builder.Unused($"{name}/linear")));
            builder.Add(new ActivationNode(name, inner, function));
        }
        else
        {
            builder.Add(node(name));
        }

        _values[output.Index] = name;
    }

    public void Add(Operator op, Func<string, FloatNode> node) => Add(op, FusedActivation.None, node);

    private void AddActivation(Operator op, ActivationKind kind) => Add(op, name => new ActivationNode(name, Value(op, 0), kind));

    private Tensor Source(Tensor tensor)
    {
        // Operators are in order, so a copy's source is older than the copy and the chain ends.
        while (_copies.TryGetValue(tensor.Index, out int source))
            tensor = model.Tensors[source];
        return tensor;
    }
}
