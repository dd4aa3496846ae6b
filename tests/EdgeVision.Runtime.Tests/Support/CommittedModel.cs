using System.Text.Json;
using EdgeVision.Model;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Support;

/// <summary>The model with random weights that is part of the repository, so that every clone can run whole-model tests.</summary>
internal static class CommittedModel
{
    private const string Folder = "synth_mobilenet_v1_0.25_128_int8";

    public static string Path { get; } = Repository.PathOf("weights-int8", Folder, "model.tflite");

    public static TfliteModel Load() => TfliteModel.Load(Path);

    /// <summary>The shipped person detector: smaller images, other channels.</summary>
    public static TfliteModel LoadPersonDetector() =>
        TfliteModel.Load(Repository.PathOf("weights-int8", "person_mobilenet_v1_0.25_96", "model.tflite"));

    /// <summary>The input whose output's hash stands in the model's card.</summary>
    public static byte[] GoldenInput()
    {
        var input = new byte[128 * 128 * 3];
        new Prng(Golden().GetProperty("seed").GetUInt32()).Fill(input.AsSpan());
        return input;
    }

    public static string GoldenOutputHash() => Golden().GetProperty("output_sha256").GetString()!;

    private static JsonElement Golden()
    {
        using JsonDocument card = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("weights-int8", Folder, "model.json")));
        return card.RootElement.GetProperty("golden").Clone();
    }
}
