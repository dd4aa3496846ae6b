using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.MobileNet;

/// <summary>A tensor of a file that holds only weights.</summary>
internal sealed record NamedTensor(string Name, FloatTensor Tensor);

/// <summary>The tensors of one layer, by their last name (<c>kernel</c>, <c>running_mean</c> …).</summary>
internal sealed class WeightModule(string name)
{
    private readonly Dictionary<string, FloatTensor> _tensors = [];

    public string Name { get; } = name;

    public bool IsNormalization => Find("moving_mean", "running_mean") is not null;

    /// <summary>Groups tensors by what is before their last name, in order of first appearance.</summary>
    public static List<WeightModule> Group(SourceFile file, IReadOnlyList<NamedTensor> tensors)
    {
        var modules = new List<WeightModule>();
        var byName = new Dictionary<string, WeightModule>();
        foreach (NamedTensor tensor in tensors)
        {
            string path = tensor.Name.EndsWith(":0", StringComparison.Ordinal) ? tensor.Name[..^2] : tensor.Name;
            int cut = path.LastIndexOfAny(['/', '.']);
            string leaf = path[(cut + 1)..];
            if (leaf == "num_batches_tracked")
                continue;
            string prefix = cut < 0 ? "" : path[..cut];
            if (!byName.TryGetValue(prefix, out WeightModule? module))
            {
                module = new WeightModule(prefix);
                byName.Add(prefix, module);
                modules.Add(module);
            }

            if (!module._tensors.TryAdd(leaf, tensor.Tensor))
                throw file.Error($"two tensors are called '{tensor.Name}'; the file is damaged");
        }

        return modules;
    }

    /// <summary>The first of several possible tensors.</summary>
    public FloatTensor? Find(params ReadOnlySpan<string> leaves)
    {
        foreach (string leaf in leaves)
        {
            if (_tensors.TryGetValue(leaf, out FloatTensor? tensor))
                return tensor;
        }

        return null;
    }

    /// <summary>Names and shapes, for messages.</summary>
    public override string ToString() =>
        $"'{Name}' ({string.Join(", ", _tensors.Select(t => $"{t.Key} {Shapes.Text(t.Value.Shape)}"))})";
}
