using System.Globalization;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;
using EdgeVision.Quantize.Sources.Hdf5;
using EdgeVision.Quantize.Sources.MobileNet;

namespace EdgeVision.Quantize.Sources.Keras;

/// <summary>
/// The layout of Keras 3: groups <c>layers/class</c>, <c>layers/class_1</c> … in the order of the model's layers, whatever their names,
/// with weights <c>vars/0</c>, <c>vars/1</c> ….
/// </summary>
internal sealed class Keras3Weights : IKerasWeights
{
    // Weights of the layers that a MobileNetV1 has, in Keras's order.
    private static readonly Dictionary<string, string[]> WeightNames = new()
    {
        ["conv2d"] = ["kernel", "bias"],
        ["depthwise_conv2d"] = ["kernel", "bias"],
        ["batch_normalization"] = ["gamma", "beta", "moving_mean", "moving_variance"],
        ["dense"] = ["kernel", "bias"],
    };

    private readonly SourceFile _file;
    private readonly Hdf5Object _container;
    private readonly WeightDecoder _decoder;
    private readonly Dictionary<string, string> _groups = [];

    public Keras3Weights(SourceFile file, Hdf5Object container, KerasArchitecture architecture, WeightDecoder decoder)
    {
        _file = file;
        _container = container;
        _decoder = decoder;
        var counts = new Dictionary<string, int>();
        foreach ((string className, string savedName) in architecture.SavedOrder)
        {
            string stem = KerasLayerNames.SnakeCase(className);
            int count = counts.GetValueOrDefault(stem);
            counts[stem] = count + 1;
            _groups[savedName] = count == 0 ? stem : $"{stem}_{count}";
        }
    }

    /// <summary>The group of all layers; Keras 2.12 … 2.15 called it otherwise.</summary>
    public static Hdf5Object? TryFindLayers(Hdf5Object root) => root.Find("layers") ?? root.Find("_layer_checkpoint_dependencies");

    /// <summary>All weights of a model whose graph is not known, named <c>group/weight</c>.</summary>
    public static IReadOnlyList<NamedTensor> ReadAll(SourceFile file, Hdf5Object container, WeightDecoder decoder)
    {
        var tensors = new List<NamedTensor>();
        foreach (string group in container.Names)
        {
            Hdf5Object? vars = container.Find($"{group}/vars");
            if (vars is null || vars.Names.Count == 0)
                continue;
            string stem = group.TrimEnd("0123456789".ToCharArray());
            stem = stem.EndsWith('_') ? stem[..^1] : group;
            if (!WeightNames.TryGetValue(stem, out string[]? names) || vars.Names.Count > names.Length)
            {
                throw file.Error($"layer '{group}' with {vars.Names.Count} weights is not part of a MobileNetV1; " +
                    "use a file with its graph (.keras)");
            }


            for (int i = 0; i < vars.Names.Count; i++)
                tensors.Add(new NamedTensor($"{group}/{names[i]}", ReadVariable(file, container, group, i, decoder)));
        }

        return tensors;
    }

    public FloatTensor Read(string layer, int position, params ReadOnlySpan<string> names) => _groups.TryGetValue(layer, out string? group)
        ? ReadVariable(_file, _container, group, position, _decoder)
        : throw _file.Error($"layer '{layer}' has no weights");

    private static FloatTensor ReadVariable(SourceFile file, Hdf5Object container, string group, int index, WeightDecoder decoder)
    {
        string path = $"{group}/vars/{index.ToString(CultureInfo.InvariantCulture)}";
        return container.Find(path) is { IsDataset: true } dataset
            ? dataset.ReadFloats(path, decoder)
            : throw file.Error($"tensor 'layers/{path}' is missing; save the model again with all weights");
    }
}
