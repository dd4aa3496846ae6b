using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;
using EdgeVision.Quantize.Sources.Keras;
using EdgeVision.Quantize.Sources.MobileNet;

namespace EdgeVision.Quantize.Sources.TensorFlowJs;

/// <summary>Finds weights by their last two names, layer and weight.</summary>
internal sealed class TfjsWeights : IKerasWeights
{
    private readonly SourceFile _file;
    private readonly Dictionary<string, FloatTensor> _tensors = [];

    public TfjsWeights(SourceFile file, IReadOnlyList<NamedTensor> tensors)
    {
        _file = file;
        foreach (NamedTensor tensor in tensors)
        {
            string[] parts = tensor.Name.Split('/');
            string key = parts.Length > 1 ? $"{parts[^2]}/{parts[^1]}" : tensor.Name;
            if (!_tensors.TryAdd(key, tensor.Tensor))
                throw file.Error($"two tensors are called '{key}'; shared or nested layers are not supported");
        }
    }

    public FloatTensor Read(string layer, int position, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (_tensors.TryGetValue($"{layer}/{name}", out FloatTensor? tensor))
                return tensor;
        }

        throw _file.Error($"tensor '{layer}/{names[0]}' is missing; export the model again with all weights");
    }
}
