using EdgeVision.Model;

namespace EdgeVision.App.Models;

/// <summary>
/// What <c>--model</c> names: a <c>.tflite</c> file, or a folder with <c>model.tflite</c> and, beside it, <c>model.json</c> with what to
/// know about it. Every model in <c>weights-int8</c> is such a folder.
/// </summary>
internal sealed record ModelFolder(TfliteModel Model, ModelFacts Facts)
{
    /// <summary>The name of the model's file in a folder.</summary>
    public const string ModelName = "model.tflite";

    /// <summary>The name of the file beside it.</summary>
    public const string FactsName = "model.json";

    public static ModelFolder Load(string path)
    {
        string file = Directory.Exists(path) ? Path.Combine(path, ModelName) : path;
        if (!File.Exists(file))
            throw new BadInputException($"{file}: no such file; --model takes a .tflite file or a folder that holds {ModelName}");
        string facts = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, FactsName);
        bool isFolder = Path.GetFileName(file) == ModelName && File.Exists(facts);
        return new ModelFolder(TfliteModel.Load(file), isFolder ? ModelFacts.Load(facts) : new ModelFacts());
    }
}
