using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeVision.App.Models;

namespace EdgeVision.App.Download;

/// <summary>A file in a public repository, at one commit, so that its address always means the same bytes.</summary>
/// <param name="Repository">Owner and name.</param>
/// <param name="Commit">40 hexadecimal digits.</param>
/// <param name="Path">Path in the repository.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256; lower-case hexadecimal.</param>
internal sealed record PublishedFile(string Repository, string Commit, string Path, long Bytes, string Sha256)
{
    /// <summary>Where raw files of public repositories are served.</summary>
    public const string DefaultMirror = "https://raw.githubusercontent.com";

    /// <summary>The file's address below a mirror.</summary>
    public Uri AddressAt(string mirror) =>
        new($"{mirror.TrimEnd('/')}/{Repository}/{Commit}/{string.Join('/', Path.Split('/').Select(Uri.EscapeDataString))}");
}

/// <summary>A model that <c>models pull</c> can download.</summary>
/// <param name="Name">What commands call it.</param>
/// <param name="Purpose">What it is for, in one line.</param>
/// <param name="Licence">Its publisher's terms.</param>
/// <param name="Model">The <c>.tflite</c> file.</param>
/// <param name="Labels">The names of its classes, where the model itself does not hold them.</param>
/// <param name="Preprocess">Settings of <c>--preprocess</c>, where they are not the usual ones.</param>
/// <param name="Golden">What it computes; absent for a model that this version cannot run.</param>
internal sealed record PublishedModel(
    string Name, string Purpose, string Licence, PublishedFile Model, PublishedFile? Labels = null, string? Preprocess = null,
    GoldenRun? Golden = null)
{
    /// <summary>The list that is part of the program.</summary>
    public static IReadOnlyList<PublishedModel> All { get; } = Load();

    /// <summary>What is written beside the model when it has been downloaded.</summary>
    public ModelFacts Facts => new()
    {
        Purpose = Purpose,
        Origin = $"github.com/{Model.Repository}, {Model.Path} at commit {Model.Commit}",
        Licence = Licence,
        Sha256 = Model.Sha256,
        Preprocess = Preprocess,
        Golden = Golden,
    };

    private static IReadOnlyList<PublishedModel> Load()
    {
        using Stream list = typeof(PublishedModel).Assembly.GetManifestResourceStream("models.json")!;
        return JsonSerializer.Deserialize(list, PublishedModelsJson.Default.IReadOnlyListPublishedModel)!;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(IReadOnlyList<PublishedModel>))]
internal sealed partial class PublishedModelsJson : JsonSerializerContext;
