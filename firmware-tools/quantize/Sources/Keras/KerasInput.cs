using System.Text.Json;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Keras;

/// <summary>The input layer: NHWC with sizes that the file may leave open.</summary>
internal static class KerasInput
{
    public static void Declare(SourceFile file, KerasLayer layer, int? inputSize, GraphBuilder builder)
    {
        JsonElement? shape = layer.Config.Member("batch_shape") ?? layer.Config.Member("batch_input_shape")
            ?? layer.Config.Member("build_input_shape");
        JsonElement[] sizes = [.. shape.Elements()];
        if (sizes.Length != 4 || sizes[3].Integer() is not { } channels)
            throw file.Error($"the input '{layer.SavedName}' is not an image: its shape is {shape?.GetRawText() ?? "missing"}");
        builder.SetInput(layer.Name, Size(sizes[1]), Size(sizes[2]), channels);

        int Size(JsonElement size) => size.Integer() ?? inputSize
            ?? throw file.Error($"the input '{layer.SavedName}' leaves its size open; give it with --input-size");
    }
}
