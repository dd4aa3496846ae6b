using System.Text.Json;
using EdgeVision.Model;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Golden;

/// <summary>One model with one input, and what the reference computes for it.</summary>
internal sealed class GoldenCase
{
    private readonly JsonElement _entry;

    private GoldenCase(JsonElement entry) => _entry = entry;

    public string Model => _entry.GetProperty("model").GetString()!;

    public string InputName => _entry.GetProperty("input_name").GetString()!;

    public bool HasTensorHashes => _entry.TryGetProperty("intermediates", out JsonElement path) && path.ValueKind == JsonValueKind.String;

    public static IEnumerable<GoldenCase> All()
    {
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllBytes(SharedMaterial.PathOf("golden", "manifest.json")));
        return [.. manifest.RootElement.GetProperty("cases").EnumerateArray().Select(entry => new GoldenCase(entry.Clone()))];
    }

    public static GoldenCase Find(string model, string input) => All().Single(c => c.Model == model && c.InputName == input);

    public TfliteModel Load() => TfliteModel.Load(SharedMaterial.PathOf("models", "tflite", Model + ".tflite"));

    public byte[] Input() => Bytes("input_file");

    /// <summary>The outputs of the oracle that must be matched byte for byte.</summary>
    public byte[][] Outputs()
    {
        JsonElement oracles = _entry.GetProperty("oracle");
        JsonElement oracle = oracles.TryGetProperty("tflm", out JsonElement micro) ? micro : oracles.GetProperty("u8ref");
        IEnumerable<string> files = oracle.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("file").GetString()!);
        return [.. files.Select(file => File.ReadAllBytes(SharedMaterial.PathOf("golden", file)))];
    }

    /// <summary>The hash of each tensor: the input's and one per operator.</summary>
    public Dictionary<int, string> TensorHashes()
    {
        using JsonDocument list = JsonDocument.Parse(Bytes("intermediates"));
        return list.RootElement.EnumerateArray().ToDictionary(
            entry => entry.GetProperty("tensor").GetProperty("index").GetInt32(),
            entry => entry.GetProperty("sha256").GetString()!);
    }

    private byte[] Bytes(string property) => File.ReadAllBytes(SharedMaterial.PathOf("golden", _entry.GetProperty(property).GetString()!));
}
