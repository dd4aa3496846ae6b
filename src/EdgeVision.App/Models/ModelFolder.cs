using EdgeVision.Model;

namespace EdgeVision.App.Models;

/// <summary>
/// What <c>--model</c> names: a <c>.tflite</c> file; a folder with <c>model.tflite</c> and, beside it, <c>model.json</c> with what to
/// know about it; or the name of such a folder that <c>edgevision models</c> lists. Every model in <c>weights-int8</c> is such a folder.
/// </summary>
/// <param name="File">The model's file.</param>
/// <param name="Model">Its contents.</param>
/// <param name="Facts">What is known about it.</param>
internal sealed record ModelFolder(string File, TfliteModel Model, ModelFacts Facts)
{
    /// <summary>The name of the model's file in a folder.</summary>
    public const string ModelName = "model.tflite";

    /// <summary>The name of the file beside it.</summary>
    public const string FactsName = "model.json";

    /// <summary>Where this model's facts are or would be; <see langword="null"/> for a model that is not in a folder of its own.</summary>
    public string? FactsFile => FactsFileOf(File);

    /// <summary>Opens a model.</summary>
    /// <param name="pathOrName">A path, which wins, or a name.</param>
    /// <exception cref="BadInputException">There is no such model, or its <c>model.json</c> is not understood.</exception>
    public static ModelFolder Load(string pathOrName)
    {
        string file = Locate(pathOrName);
        string? facts = FactsFileOf(file);
        return new ModelFolder(file, TfliteModel.Load(file), System.IO.File.Exists(facts) ? ModelFacts.Load(facts) : new ModelFacts());
    }

    private static string Locate(string pathOrName)
    {
        if (System.IO.File.Exists(pathOrName))
            return pathOrName;
        string file = Path.Combine(pathOrName, ModelName);
        if (System.IO.File.Exists(file))
            return file;
        if (Directory.Exists(pathOrName))
            throw new BadInputException($"{file}: no such file; --model takes a .tflite file, a folder that holds {ModelName}, or the name of a model");
        if (Path.GetFileName(pathOrName) != pathOrName)
            throw new BadInputException($"{pathOrName}: no such file; --model takes a .tflite file, a folder that holds {ModelName}, or the name of a model");
        var library = ModelLibrary.Standard();
        return library.Find(pathOrName) is { } folder ? Path.Combine(folder, ModelName) : throw UnknownModel.Named(pathOrName, library);
    }

    private static string? FactsFileOf(string file) =>
        Path.GetFileName(file) == ModelName ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, FactsName) : null;
}
