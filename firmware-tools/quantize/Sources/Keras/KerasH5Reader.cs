using System.Text;
using System.Text.Json;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;
using EdgeVision.Quantize.Sources.Hdf5;
using EdgeVision.Quantize.Sources.MobileNet;

namespace EdgeVision.Quantize.Sources.Keras;

/// <summary>Reads Keras's <c>.h5</c> files: a whole model, the weights that Keras 2 saves, or those that Keras 3 saves.</summary>
internal static class KerasH5Reader
{
    // A float in a file compressed as far as possible.
    private const long ElementsPerByte = FilterPipeline.LargestRatio / 4;

    public static FloatGraph Read(SourceFile file, SourceOptions options)
    {
        Hdf5Object root = Hdf5File.Open(file);
        string name = Path.GetFileNameWithoutExtension(file.Name);
        WeightDecoder decoder = Decoder(file);
        if (root.Texts("model_config") is [string config])
        {
            JsonElement model = Json.Parse(file, "model_config", Encoding.UTF8.GetBytes(config));
            KerasArchitecture architecture = KerasArchitectureReader.Read(file, model);
            Hdf5Object group = root.Find("model_weights")
                ?? throw file.Error("group 'model_weights' is missing; save the whole model again");
            KerasVersion version = KerasModel.VersionOf(root.Texts("keras_version") is [string text] ? text : null);
            var weights = new KerasH5Weights(file, group, decoder);
            return KerasModel.Build(file, name, "Keras .h5 (full model)", architecture, weights, version, options);
        }

        if (AttributeList.Read(root, "layer_names") is { } layers)
        {
            IReadOnlyList<NamedTensor> tensors = new KerasH5Weights(file, root, decoder).ReadAll(layers);
            return MobileNetV1Template.Build(file, name, "Keras .h5 (weights only)", tensors, options);
        }

        if (Keras3Weights.TryFindLayers(root) is { } container)
        {
            IReadOnlyList<NamedTensor> tensors = Keras3Weights.ReadAll(file, container, decoder);
            return MobileNetV1Template.Build(file, name, "Keras 3 .weights.h5", tensors, options);
        }

        throw file.Error("the HDF5 file holds neither model_config, layer_names nor layers; it was not saved by Keras");
    }

    /// <summary>A decoder for all weights of an HDF5 file.</summary>
    public static WeightDecoder Decoder(SourceFile file) => new(file, file.Bytes.Length * ElementsPerByte);
}
