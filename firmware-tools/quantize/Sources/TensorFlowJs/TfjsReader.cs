using System.Text.Json;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;
using EdgeVision.Quantize.Sources.Keras;
using EdgeVision.Quantize.Sources.MobileNet;

namespace EdgeVision.Quantize.Sources.TensorFlowJs;

/// <summary>Reads TensorFlow.js layers models: <c>model.json</c> and the shards beside it.</summary>
internal static class TfjsReader
{
    public static FloatGraph Read(SourceFile file, SourceOptions options)
    {
        JsonElement model = Json.Parse(file, "the model", file.Bytes);
        if (model.Text("format") is { } format && format != "layers-model")
            throw file.Error($"format '{format}' is not supported; convert the Keras model to a layers model");
        string name = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file.Path))) ?? "model";
        IReadOnlyList<NamedTensor> tensors = TfjsManifest.Read(file, model);
        if (model.Member("modelTopology") is not { } topology)
            return MobileNetV1Template.Build(file, name, "TensorFlow.js (weights only)", tensors, options);

        KerasArchitecture architecture = KerasArchitectureReader.Read(file, topology.Member("model_config") ?? topology);
        return KerasModel.Build(
            file,
            name,
            "TensorFlow.js layers model",
            architecture,
            new TfjsWeights(file, tensors),
            KerasModel.VersionOf(topology.Text("keras_version")),
            options);
    }
}
