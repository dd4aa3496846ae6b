using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeVision.App.Output;

namespace EdgeVision.App.Models;

/// <summary>The contents of <c>model.json</c>; every field may be absent.</summary>
internal sealed record ModelFacts
{
    /// <summary>What the model is for, in one line.</summary>
    public string? Purpose { get; init; }

    /// <summary>Where it comes from.</summary>
    public string? Origin { get; init; }

    /// <summary>Under which terms.</summary>
    public string? Licence { get; init; }

    /// <summary>SHA-256 of the model's file; lower-case hexadecimal.</summary>
    public string? Sha256 { get; init; }

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
            return ModelFactsReader.Read(File.ReadAllBytes(path));
        }
        catch (JsonException failure)
        {
            throw new BadInputException($"{path}: line {(failure.LineNumber ?? 0) + 1}: {failure.Message}");
        }
    }

    /// <summary>Writes the file.</summary>
    public void Save(string path) => OutputFile.Write(path, JsonSerializer.Serialize(this, ModelFactsJson.Readable.ModelFacts) + "\n");
}

/// <summary>An input that anyone can generate, and the hash of the output.</summary>
/// <param name="Seed">First state of the xorshift32 generator whose top bytes are the input.</param>
/// <param name="OutputSha256">SHA-256 of all outputs, in order, in the file's own type; lower-case hexadecimal.</param>
internal sealed record GoldenRun(uint Seed, string OutputSha256);

/// <summary>For writing; <see cref="ModelFactsReader"/> reads.</summary>
[JsonSerializable(typeof(ModelFacts))]
internal sealed partial class ModelFactsJson : JsonSerializerContext
{
    /// <summary>A line per field, none for absent ones.</summary>
    public static ModelFactsJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it is read by people, not by browsers
    });
}
