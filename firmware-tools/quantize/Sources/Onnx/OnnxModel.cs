namespace EdgeVision.Quantize.Sources.Onnx;

/// <summary>What is needed of a stored ONNX model.</summary>
internal sealed class OnnxModel
{
    public string Producer { get; set; } = "";

    /// <summary>Version of the standard operators.</summary>
    public long Opset { get; set; }

    public List<OnnxNode> Nodes { get; } = [];

    public Dictionary<string, OnnxTensor> Initializers { get; } = [];

    public List<OnnxValue> Inputs { get; } = [];

    public List<string> Outputs { get; } = [];
}

/// <summary>An input of the graph; −1 stands for a dimension that is left open.</summary>
internal sealed record OnnxValue(string Name, IReadOnlyList<long> Shape);

/// <summary>A stored constant. Exactly one of the lists holds its elements, or <paramref name="Raw"/> does.</summary>
internal sealed record OnnxTensor(
    string Name,
    IReadOnlyList<long> Shape,
    int DataType,
    ReadOnlyMemory<byte> Raw,
    IReadOnlyList<float> Singles,
    IReadOnlyList<long> Integers,
    bool IsExternal);

/// <summary>A parameter of an operation.</summary>
internal sealed record OnnxAttribute(
    float? Single,
    long? Integer,
    string? Text,
    OnnxTensor? Tensor,
    IReadOnlyList<float> Singles,
    IReadOnlyList<long> Integers);

/// <summary>An operation; an empty input name stands for an optional input that is left out.</summary>
internal sealed record OnnxNode(
    string OpType,
    string Domain,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyDictionary<string, OnnxAttribute> Attributes);
