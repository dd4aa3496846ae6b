using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeVision.Model;

namespace EdgeVision.App.Models;

/// <summary>
/// What <c>--model</c> names: a <c>.tflite</c> file, or a folder with <c>model.tflite</c> and, beside it, <c>model.json</c> with what to
/// know about it. Every model in <c>weights-int8</c> is such a folder.
/// </summary>
internal sealed record ModelFolder(TfliteModel Model, ModelFacts Facts)
{
    public static ModelFolder Load(string path)
    {
        string file = Directory.Exists(path) ? Path.Combine(path, "model.tflite") : path;
        if (!File.Exists(file))
            throw new BadInputException($"{file}: no such file; --model takes a .tflite file or a folder that holds model.tflite");
        string facts = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, "model.json");
        bool isFolder = Path.GetFileName(file) == "model.tflite" && File.Exists(facts);
        return new ModelFolder(TfliteModel.Load(file), isFolder ? ModelFacts.Load(facts) : new ModelFacts());
    }
}

/// <summary>The contents of <c>model.json</c>.</summary>
internal sealed record ModelFacts
{
    /// <summary>Something a user must know before believing an answer; printed each time the model is used.</summary>
    public string? Notice { get; init; }

    /// <summary>What the model must compute on every machine.</summary>
    public GoldenRun? Golden { get; init; }

    public static ModelFacts Load(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ModelFactsJson.Default.ModelFacts) ?? new ModelFacts();
        }
        catch (JsonException failure)
        {
            throw new BadInputException($"{path}: line {failure.LineNumber + 1}: {failure.Message}");
        }
    }
}

/// <summary>An input that anyone can generate, and the hash of the output.</summary>
/// <param name="Seed">First state of the xorshift32 generator whose top bytes are the input.</param>
/// <param name="OutputSha256">SHA-256 of all outputs, in order, in the file's own type; lower-case hexadecimal.</param>
internal sealed record GoldenRun(uint Seed, string OutputSha256);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ModelFacts))]
internal sealed partial class ModelFactsJson : JsonSerializerContext;
