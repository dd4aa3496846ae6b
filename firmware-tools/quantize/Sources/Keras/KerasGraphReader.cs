using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Keras;

/// <summary>Turns a Keras model's layers into nodes.</summary>
internal sealed class KerasGraphReader
{
    private static readonly Dictionary<string, Action<KerasLayerContext>> Layers = new()
    {
        ["ZeroPadding2D"] = KerasImageLayers.ZeroPadding,
        ["Conv2D"] = KerasLinearLayers.Conv,
        ["DepthwiseConv2D"] = KerasLinearLayers.Depthwise,
        ["SeparableConv2D"] = KerasLinearLayers.Separable,
        ["Dense"] = KerasLinearLayers.Dense,
        ["BatchNormalization"] = KerasLinearLayers.BatchNormalization,
        ["Rescaling"] = KerasLinearLayers.Rescaling,
        ["Normalization"] = KerasLinearLayers.Normalization,
        ["ReLU"] = KerasActivationLayers.Relu,
        ["Activation"] = KerasActivationLayers.Activation,
        ["Softmax"] = KerasActivationLayers.Softmax,
        ["GlobalAveragePooling2D"] = KerasImageLayers.GlobalAveragePooling,
        ["AveragePooling2D"] = KerasImageLayers.AveragePooling,
        ["MaxPooling2D"] = KerasImageLayers.MaxPooling,
        ["Reshape"] = KerasShapeLayers.Reshape,
        ["Flatten"] = KerasShapeLayers.Flatten,
        ["Dropout"] = KerasShapeLayers.Identity,
        ["SpatialDropout2D"] = KerasShapeLayers.Identity,
        ["Add"] = KerasShapeLayers.Add,
        ["Multiply"] = KerasShapeLayers.Multiply,
        ["Concatenate"] = KerasShapeLayers.Concatenate,
    };

    /// <summary>Builds all layers and returns the name of the result.</summary>
    public static string Read(
        SourceFile file,
        KerasArchitecture architecture,
        IKerasWeights weights,
        int? inputSize,
        KerasVersion version,
        GraphBuilder builder)
    {
        var values = new Dictionary<string, string>();
        foreach (KerasLayer layer in architecture.Layers)
        {
            if (layer.ClassName == "InputLayer")
            {
                KerasInput.Declare(file, layer, inputSize, builder);
                values[layer.SavedName] = layer.Name;
                continue;
            }

            if (!Layers.TryGetValue(layer.ClassName, out Action<KerasLayerContext>? read))
            {
                throw file.Error($"layer '{layer.SavedName}' is a {layer.ClassName}, which is not supported; supported are " +
                    $"{string.Join(", ", Layers.Keys)}");
            }

            if (layer.Inputs.Count == 0)
                throw file.Error($"layer '{layer.SavedName}' ({layer.ClassName}) reads nothing; the file is damaged");
            var inputs = new string[layer.Inputs.Count];
            for (int i = 0; i < inputs.Length; i++)
                inputs[i] = values[layer.Inputs[i]];
            read(new KerasLayerContext(file, layer, inputs, weights, version, builder));
            values[layer.SavedName] = layer.Name;
        }

        return values.TryGetValue(architecture.Output, out string? output)
            ? output
            : throw file.Error($"the output layer '{architecture.Output}' is not in the model");
    }
}
