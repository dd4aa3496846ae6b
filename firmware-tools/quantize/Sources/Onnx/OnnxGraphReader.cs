using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Onnx;

/// <summary>
/// Turns ONNX operations into nodes. ONNX images are NCHW and ours NHWC: a value keeps its name and changes its layout, and
/// <see cref="OnnxLayout"/> remembers the exceptions.
/// </summary>
internal sealed class OnnxGraphReader
{
    private static readonly Dictionary<string, Action<OnnxOperation>> Operations = new()
    {
        ["Conv"] = OnnxLinearOperations.Conv,
        ["Gemm"] = OnnxLinearOperations.Gemm,
        ["MatMul"] = OnnxLinearOperations.MatMul,
        ["BatchNormalization"] = OnnxLinearOperations.BatchNormalization,
        ["Add"] = OnnxArithmeticOperations.Add,
        ["Sub"] = OnnxArithmeticOperations.Sub,
        ["Mul"] = OnnxArithmeticOperations.Mul,
        ["Div"] = OnnxArithmeticOperations.Div,
        ["Relu"] = operation => operation.AddActivation(ActivationKind.Relu),
        ["Sigmoid"] = operation => operation.AddActivation(ActivationKind.Sigmoid),
        ["Tanh"] = operation => operation.AddActivation(ActivationKind.Tanh),
        ["HardSwish"] = operation => operation.AddActivation(ActivationKind.HardSwish),
        ["HardSigmoid"] = OnnxArithmeticOperations.HardSigmoid,
        ["Clip"] = OnnxArithmeticOperations.Clip,
        ["Softmax"] = OnnxArithmeticOperations.Softmax,
        ["GlobalAveragePool"] = OnnxImageOperations.GlobalAveragePool,
        ["ReduceMean"] = OnnxImageOperations.ReduceMean,
        ["AveragePool"] = OnnxImageOperations.AveragePool,
        ["MaxPool"] = OnnxImageOperations.MaxPool,
        ["Pad"] = OnnxImageOperations.Pad,
        ["Concat"] = OnnxShapeOperations.Concat,
        ["Flatten"] = OnnxShapeOperations.Flatten,
        ["Reshape"] = OnnxShapeOperations.Reshape,
        ["Squeeze"] = OnnxShapeOperations.Squeeze,
        ["Transpose"] = OnnxShapeOperations.Transpose,
        ["Identity"] = OnnxShapeOperations.Identity,
        ["Dropout"] = OnnxShapeOperations.Identity,
        ["Constant"] = OnnxShapeOperations.Constant,
        ["Shape"] = OnnxShapeOperations.Shape,
        ["Gather"] = OnnxShapeOperations.Gather,
        ["Unsqueeze"] = OnnxShapeOperations.Unsqueeze,
    };

    private readonly SourceFile _file;
    private readonly OnnxModel _model;
    private readonly Dictionary<string, List<OnnxNode>> _readers = [];
    private readonly HashSet<OnnxNode> _absorbed = new(ReferenceEqualityComparer.Instance);

    public OnnxGraphReader(SourceFile file, OnnxModel model, GraphBuilder builder)
    {
        (_file, _model, Builder) = (file, model, builder);
        Constants = new OnnxConstants(file, model);
        foreach (OnnxNode node in model.Nodes)
        {
            foreach (string input in node.Inputs)
            {
                if (!_readers.TryGetValue(input, out List<OnnxNode>? readers))
                    _readers.Add(input, readers = []);
                readers.Add(node);
            }
        }
    }

    public GraphBuilder Builder { get; }

    public OnnxConstants Constants { get; }

    public OnnxLayout Layout { get; } = new();

    public long Opset => _model.Opset;

    /// <summary>Adds all operations and returns the name of the model's result.</summary>
    public string Read(int? inputSize)
    {
        DeclareInput(inputSize);
        foreach (OnnxNode node in _model.Nodes)
        {
            if (_absorbed.Contains(node))
                continue;
            string result = node.Outputs.Count > 0 ? node.Outputs[0] : "";
            if (!Operations.TryGetValue(node.OpType, out Action<OnnxOperation>? read) || node.Domain is not ("" or "ai.onnx"))
            {
                throw _file.Error($"operation {node.OpType} ('{result}') is not supported; supported are " +
                    $"{string.Join(", ", Operations.Keys)}");
            }

            read(new OnnxOperation(_file, node, this));
        }

        return _model.Outputs is [var output] && Builder.Knows(output)
            ? output
            : throw _file.Error($"the model's outputs are '{string.Join("', '", _model.Outputs)}'; one computed value is expected");
    }

    /// <summary>
    /// The bias that the only reader of a value adds, and the name of the sum; that reader is left out from then on. Exporters write
    /// biases as an Add of their own.
    /// </summary>
    public (float[] Bias, string Sum)? TryAbsorbBias(string value, int channels)
    {
        if (_model.Outputs.Contains(value) || !_readers.TryGetValue(value, out List<OnnxNode>? readers)
            || readers is not [{ OpType: "Add", Inputs: [var a, var b], Outputs: [var sum] } add])
        {
            return null;
        }

        string other = a == value ? b : a;
        if (!Constants.Contains(other) || Constants.Floats(other) is not { } bias || bias.Data.Length != channels)
            return null;
        // Per channel: [C] after a matrix product, [C, 1, 1] or [1, C, 1, 1] after a convolution.
        bool perChannel = bias.Shape is [_] or [_, 1, 1] or [1, _, 1, 1] or [1, _];
        if (!perChannel)
            return null;
        _absorbed.Add(add);
        return (bias.Data, sum);
    }

    private void DeclareInput(int? inputSize)
    {
        List<OnnxValue> inputs = _model.Inputs.FindAll(input => !_model.Initializers.ContainsKey(input.Name));
        if (inputs is not [{ Shape.Count: 4 } image])
            throw _file.Error($"the model has {inputs.Count} inputs; exactly one image of 4 dimensions is expected");
        IReadOnlyList<long> shape = image.Shape;
        bool channelsLast = shape[3] is 1 or 3 && shape[1] is not (1 or 3);
        if (shape[0] > 1)
            throw _file.Error($"the input '{image.Name}' takes {shape[0]} images at once; export the model for one");
        if (channelsLast)
            Layout.SetChannelsLast(image.Name);
        (long height, long width, long channels) = channelsLast ? (shape[1], shape[2], shape[3]) : (shape[2], shape[3], shape[1]);
        Builder.SetInput(image.Name, Size(height), Size(width), Size(channels));

        int Size(long size) => size > 0 ? (int)Math.Min(size, int.MaxValue) : inputSize
            ?? throw _file.Error($"the input '{image.Name}' leaves its size open; give it with --input-size");
    }
}
