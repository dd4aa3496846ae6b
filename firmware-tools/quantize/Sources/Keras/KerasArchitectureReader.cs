using System.Text.Json;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Keras;

/// <summary>Reads the JSON that Keras 2, Keras 3 and TensorFlow.js store about a model (<c>model_config</c>, <c>config.json</c>).</summary>
internal static class KerasArchitectureReader
{
    private const int MaxLayers = 1_000;

    public static KerasArchitecture Read(SourceFile file, JsonElement model)
    {
        string className = model.Text("class_name") ?? "";
        JsonElement config = model.Member("config") ?? default;
        return className switch
        {
            "Functional" or "Model" => Functional(file, config),
            "Sequential" => Sequential(file, config),
            _ => throw file.Error($"the model's class is '{className}'; only Functional and Sequential models describe their graph, " +
                "save the model as one of them"),
        };
    }

    private static KerasArchitecture Functional(SourceFile file, JsonElement config)
    {
        var raw = new List<(string ClassName, string SavedName)>();
        var layers = new List<(JsonElement Config, List<string> Inputs)>();
        foreach (JsonElement layer in LayerElements(file, config))
        {
            (string ClassName, string SavedName) id = Identity(file, layer);
            raw.Add(id);
            JsonElement? nodes = layer.Member("inbound_nodes");
            if (nodes.Elements().Count() > 1)
                throw file.Error($"layer '{id.SavedName}' is used more than once; shared layers are not supported");
            var inputs = new List<string>();
            if (nodes is { } inbound)
                CollectReferences(inbound, inputs);
            layers.Add((layer.Member("config") ?? default, inputs));
        }

        string[] names = KerasLayerNames.Renumber(raw);
        var all = new KerasLayer[raw.Count];
        for (int i = 0; i < all.Length; i++)
            all[i] = new KerasLayer(raw[i].ClassName, raw[i].SavedName, names[i], layers[i].Config, layers[i].Inputs);

        var outputs = new List<string>();
        if (config.Member("output_layers") is { } outputLayers)
            CollectReferences(outputLayers, outputs);
        if (outputs.Count != 1)
            throw file.Error($"the model has {outputs.Count} outputs; only models with one can be quantized");
        return new KerasArchitecture(KerasTopology.Sort(file, all), raw, outputs[0]);
    }

    private static KerasArchitecture Sequential(SourceFile file, JsonElement config)
    {
        var raw = new List<(string ClassName, string SavedName)>();
        var configs = new List<JsonElement>();
        foreach (JsonElement layer in LayerElements(file, config))
        {
            (string ClassName, string SavedName) id = Identity(file, layer);
            JsonElement parameters = layer.Member("config") ?? default;
            if (raw.Count == 0 && id.ClassName != "InputLayer")
            {
                // The first layer or the model carries the input's shape.
                raw.Add(("InputLayer", "input"));
                configs.Add(parameters.Member("batch_input_shape") is null ? config : parameters);
            }

            raw.Add(id);
            configs.Add(parameters);
        }

        string[] names = KerasLayerNames.Renumber(raw);
        var layers = new KerasLayer[raw.Count];
        for (int i = 0; i < layers.Length; i++)
        {
            string[] inputs = i == 0 ? [] : [raw[i - 1].SavedName];
            layers[i] = new KerasLayer(raw[i].ClassName, raw[i].SavedName, names[i], configs[i], inputs);
        }

        return new KerasArchitecture(KerasTopology.Sort(file, layers), raw, raw[^1].SavedName);
    }

    private static List<JsonElement> LayerElements(SourceFile file, JsonElement config)
    {
        List<JsonElement> layers = [.. config.Member("layers").Elements()];
        if (layers.Count is 0 or > MaxLayers)
            throw file.Error($"the model's configuration lists {layers.Count} layers; 1 … {MaxLayers} are expected");
        return layers;
    }

    private static (string ClassName, string SavedName) Identity(SourceFile file, JsonElement layer)
    {
        string? className = layer.Text("class_name");
        string? name = layer.Member("config")?.Text("name") ?? layer.Text("name");
        return className is { Length: > 0 } && name is { Length: > 0 }
            ? (className, name)
            : throw file.Error("the model's configuration has a layer without class or name; the file is damaged");
    }

    /// <summary>
    /// Layer names of Keras 2 references <c>["name", node, tensor, …]</c> and of Keras 3 tensors, whose <c>keras_history</c> is such a
    /// reference; in order.
    /// </summary>
    private static void CollectReferences(JsonElement element, List<string> names)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            if (element.GetArrayLength() >= 3 && element[0].Text() is { } name && element[1].Integer() is not null)
            {
                names.Add(name);
                return;
            }

            foreach (JsonElement item in element.EnumerateArray())
                CollectReferences(item, names);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            JsonElement? inner = element.Member("args") ?? element.Member("config")?.Member("keras_history");
            if (inner is { } found)
                CollectReferences(found, names);
        }
    }
}
