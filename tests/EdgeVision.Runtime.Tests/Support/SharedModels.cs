using EdgeVision.Model;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Support;

/// <summary>The models of the optional test material.</summary>
internal static class SharedModels
{
    /// <summary>Models with an operator of their own after the network, which this runtime refuses.</summary>
    public static readonly string[] WithCustomOperators = ["posenet_mobilenet_v1_075_353_481_16_quant_decoder", "ssd_mobilenet_v1_coco_quant"];

    public static string[] Names() =>
    [
        .. Directory.GetFiles(SharedMaterial.PathOf("models", "tflite"), "*.tflite")
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal),
    ];

    public static TfliteModel Load(string name) => TfliteModel.Load(SharedMaterial.PathOf("models", "tflite", name + ".tflite"));

    public static TheoryData<string> Runnable() => [.. Names().Except(WithCustomOperators)];
}
