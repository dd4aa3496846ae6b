using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Onnx;

/// <summary>One operation while it becomes nodes.</summary>
internal sealed class OnnxOperation(SourceFile file, OnnxNode node, OnnxGraphReader graph)
{
    public string Output { get; } = node.Outputs is [{ Length: > 0 } first, ..]
        ? first
        : throw file.Error($"operation {node.OpType} has no result; the file is damaged");

    public int InputCount => node.Inputs.Count;

    public OnnxGraphReader Graph => graph;

    public GraphBuilder Builder => graph.Builder;

    public SourceException Error(string message) => file.Error($"operation {node.OpType} ('{Output}'): {message}");

    public bool Has(int position) => position < node.Inputs.Count && node.Inputs[position].Length > 0;

    public string InputName(int position) => Has(position) ? node.Inputs[position] : throw Error($"input {position} is missing");

    public bool IsConstant(int position) => graph.Constants.Contains(InputName(position));

    /// <summary>A computed value.</summary>
    public string Value(int position)
    {
        string name = InputName(position);
        return Builder.Knows(name) ? name : throw Error($"input '{name}' is not a value computed from the model's input");
    }

    /// <summary>A computed image in ONNX's own layout, NCHW.</summary>
    public string Image(int position)
    {
        string value = Value(position);
        if (Builder.ShapeOf(value).Count != 4)
            throw Error($"'{value}' is not an image");
        return graph.Layout.IsChannelsLast(value) ? throw Error($"'{value}' is NHWC where ONNX needs NCHW; the file is damaged") : value;
    }

    public FloatTensor Floats(int position) => graph.Constants.Floats(InputName(position));

    public IReadOnlyList<long> Integers(int position) => graph.Constants.Integers(InputName(position));

    /// <summary>Integers given by an attribute in older opsets and by an input in newer ones.</summary>
    public IReadOnlyList<long>? Integers(string attribute, int position) =>
        Find(attribute) is { } found ? found.Integers : Has(position) ? Integers(position) : null;

    public OnnxAttribute? Find(string attribute) => node.Attributes.GetValueOrDefault(attribute);

    public long Integer(string attribute, long otherwise) => Find(attribute)?.Integer ?? otherwise;

    public float Single(string attribute, float otherwise) => Find(attribute)?.Single ?? otherwise;

    public string? Text(string attribute) => Find(attribute)?.Text;

    /// <summary>Adds a node whose elements stay where they were.</summary>
    public void AddElementwise(FloatNode result, string from)
    {
        Builder.Add(result);
        graph.Layout.Inherit(Output, from);
    }

    public void AddActivation(ActivationKind kind) => AddElementwise(new ActivationNode(Output, Value(0), kind), Value(0));
}
