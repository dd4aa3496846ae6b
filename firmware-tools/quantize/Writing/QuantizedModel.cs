using EdgeVision.Quantize.Passes;

namespace EdgeVision.Quantize.Writing;

/// <summary>A graph with everything decided that the int8 model needs.</summary>
/// <param name="Graph">Float weights, after whatever was equalized.</param>
/// <param name="Activations">One per value.</param>
/// <param name="Layers">By name of the linear node.</param>
internal sealed record QuantizedModel(
    QuantizableGraph Graph,
    IReadOnlyDictionary<string, ActivationQuantization> Activations,
    IReadOnlyDictionary<string, QuantizedLayer> Layers)
{
    /// <summary>Rounds all weights to the nearest step.</summary>
    public static QuantizedModel Nearest(QuantizableGraph graph, IReadOnlyDictionary<string, ActivationQuantization> activations)
    {
        var layers = new Dictionary<string, QuantizedLayer>();
        foreach (Operation operation in graph.Operations)
        {
            if (operation.Linear is { } layer)
                layers[layer.Node.Name] = QuantizedLayer.Nearest(layer, activations[operation.Inputs[0]].Scale);
        }

        return new QuantizedModel(graph, activations, layers);
    }

    /// <summary>The model with one layer replaced.</summary>
    public QuantizedModel With(string node, QuantizedLayer layer) =>
        this with { Layers = new Dictionary<string, QuantizedLayer>(Layers) { [node] = layer } };
}
