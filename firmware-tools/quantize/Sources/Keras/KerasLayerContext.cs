using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Keras;

/// <summary>One layer while it becomes nodes. The last node that is added carries the layer's name.</summary>
internal sealed class KerasLayerContext(
    SourceFile file,
    KerasLayer layer,
    IReadOnlyList<string> inputs,
    IKerasWeights weights,
    KerasVersion version,
    GraphBuilder builder)
{
    public string Name { get; } = layer.Name;

    public string Input { get; } = inputs[0];

    public IReadOnlyList<string> Inputs { get; } = inputs;

    public IReadOnlyList<int> InputShape { get; } = builder.ShapeOf(inputs[0]);

    public KerasVersion Version { get; } = version;

    public LayerSettings Settings { get; } = new(file, layer);

    public void Add(FloatNode node) => builder.Add(node);

    /// <summary>One of the layer's weights, with the rank it must have.</summary>
    public FloatTensor Weight(int rank, int position, params ReadOnlySpan<string> names)
    {
        FloatTensor weight = weights.Read(layer.SavedName, position, names);
        return weight.Shape.Count == rank
            ? weight
            : throw Settings.Error($"'{names[0]}' has the shape {Shapes.Text(weight.Shape)}; {rank} dimensions are expected");
    }

    /// <summary>The bias, for layers that have one.</summary>
    public float[]? Bias(int position) => Settings.Flag("use_bias", true) ? Weight(1, position, "bias").Data : null;

    /// <summary>Adds the linear part of a layer and its activation, which takes the layer's name.</summary>
    public void AddWithActivation(Func<string, FloatNode> linear)
    {
        string activation = Settings.Activation("activation");
        if (activation == "linear")
        {
            Add(linear(Name));
            return;
        }

        string inner = builder.Unused($"{Name}/linear");
        Add(linear(inner));
        AddActivation(activation, Name, inner);
    }

    /// <summary>Adds an activation function by its Keras name.</summary>
    public void AddActivation(string function, string name, string input)
    {
        ActivationKind? kind = KerasActivationLayers.Kind(function, Version);
        switch (function)
        {
            case "linear":
                Add(new IdentityNode(name, input));
                break;
            case "softmax":
                Add(new SoftmaxNode(name, input));
                break;
            case "swish" or "silu":
                string gate = builder.Unused($"{name}/sigmoid");
                Add(new ActivationNode(gate, input, ActivationKind.Sigmoid));
                Add(new MulNode(name, input, gate));
                break;
            default:
                Add(new ActivationNode(name, input, kind ?? throw Settings.Error($"activation '{function}' is not supported")));
                break;
        }
    }

    /// <summary>Joins all inputs two by two; the last node takes the layer's name.</summary>
    public void AddChain(Func<string, string, string, FloatNode> join)
    {
        if (Inputs.Count < 2)
            throw Settings.Error("at least two inputs are expected");
        string sum = Inputs[0];
        for (int i = 1; i < Inputs.Count; i++)
        {
            string name = i == Inputs.Count - 1 ? Name : builder.Unused($"{Name}/{i}");
            Add(join(name, sum, Inputs[i]));
            sum = name;
        }
    }
}
