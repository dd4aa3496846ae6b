using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;
using EdgeVision.Quantize.Sources.Hdf5;
using EdgeVision.Quantize.Sources.MobileNet;

namespace EdgeVision.Quantize.Sources.Keras;

/// <summary>The layout of Keras 2: one group per layer, whose <c>weight_names</c> lists paths such as <c>conv1/kernel:0</c>.</summary>
internal sealed class KerasH5Weights(SourceFile file, Hdf5Object group, WeightDecoder decoder) : IKerasWeights
{
    public FloatTensor Read(string layer, int position, params ReadOnlySpan<string> names)
    {
        Hdf5Object layerGroup = LayerGroup(layer);
        IReadOnlyList<string> weights = AttributeList.Read(layerGroup, "weight_names") ?? [];
        foreach (string name in names)
        {
            foreach (string weight in weights)
            {
                if (Leaf(weight) == name)
                    return ReadDataset(layerGroup, layer, weight);
            }
        }

        throw file.Error($"layer '{layer}' has no weight '{names[0]}'; save the model again with all weights");
    }

    /// <summary>All weights of the layers, named <c>layer/weight</c>.</summary>
    public IReadOnlyList<NamedTensor> ReadAll(IReadOnlyList<string> layers)
    {
        var tensors = new List<NamedTensor>();
        foreach (string layer in layers)
        {
            Hdf5Object layerGroup = LayerGroup(layer);
            foreach (string weight in AttributeList.Read(layerGroup, "weight_names") ?? [])
                tensors.Add(new NamedTensor($"{layer}/{Leaf(weight)}", ReadDataset(layerGroup, layer, weight)));
        }

        return tensors;
    }

    private static string Leaf(string weight)
    {
        string leaf = weight[(weight.LastIndexOf('/') + 1)..];
        return leaf.EndsWith(":0", StringComparison.Ordinal) ? leaf[..^2] : leaf;
    }

    private Hdf5Object LayerGroup(string layer) =>
        group.Find(layer) ?? throw file.Error($"the weights of layer '{layer}' are missing; save the model again with all weights");

    private FloatTensor ReadDataset(Hdf5Object layerGroup, string layer, string weight)
    {
        Hdf5Object dataset = layerGroup.Find(weight) is { IsDataset: true } found
            ? found
            : throw file.Error($"tensor '{weight}' of layer '{layer}' is missing; save the model again with all weights");
        return dataset.ReadFloats($"{layer}/{Leaf(weight)}", decoder);
    }
}
