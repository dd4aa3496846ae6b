using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeVision.App.Models;

/// <summary>The contents of <c>model.json</c>.</summary>
internal sealed record ModelFacts
{
    /// <summary>Something a user must know before believing an answer; printed each time the model is used.</summary>
    public string? Notice { get; init; }

    /// <summary>Settings of <c>--preprocess</c> that this model was trained with, where they are not the usual ones.</summary>
    public string? Preprocess { get; init; }

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
            throw new BadInputException($"{path}: line {(failure.LineNumber ?? 0) + 1}: {failure.Message}");
        }
    }
}

/// <summary>An input that anyone can generate, and the hash of the output.</summary>
/// <param name="Seed">First state of the xorshift32 generator whose top bytes are the input.</param>
/// <param name="OutputSha256">SHA-256 of all outputs, in order, in the file's own type; lower-case hexadecimal.</param>
internal sealed record GoldenRun(uint Seed, string OutputSha256);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelFacts))]
internal sealed partial class ModelFactsJson : JsonSerializerContext;
