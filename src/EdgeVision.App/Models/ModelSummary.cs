using EdgeVision.App.Inspection;
using EdgeVision.Model;
using EdgeVision.Runtime;

namespace EdgeVision.App.Models;

/// <summary>One line of <c>edgevision models</c>.</summary>
/// <param name="Name">The folder's name, which commands take as <c>--model</c>.</param>
/// <param name="Folder">Where it is.</param>
/// <param name="Purpose">What it is for, if it says.</param>
/// <param name="Origin">Where it comes from, if it says.</param>
/// <param name="Licence">Its terms, if it says.</param>
/// <param name="Input">Height, width and channels of the picture it takes; absent for other inputs.</param>
/// <param name="Classes">Number of scores; absent for other outputs.</param>
/// <param name="Macs">Multiply-accumulates of one run.</param>
/// <param name="FileBytes">Of the model's file.</param>
/// <param name="ArenaBytes">Memory of one run on one thread; absent for a model that cannot be run.</param>
/// <param name="Problem">Why it cannot be read or run.</param>
internal sealed record ModelSummary(
    string Name, string Folder, string? Purpose, string? Origin, string? Licence, IReadOnlyList<int>? Input, int? Classes, long? Macs,
    long FileBytes, int? ArenaBytes, string? Problem)
{
    /// <summary>Reads and plans the model in a folder; a model that cannot be read or run is a line too.</summary>
    public static ModelSummary Of(string folder)
    {
        string file = Path.Combine(folder, ModelFolder.ModelName);
        var summary =
            new ModelSummary(Path.GetFileName(folder), folder, null, null, null, null, null, null, new FileInfo(file).Length, null, null);
        try
        {
            ModelFolder read = ModelFolder.Load(file);
            TfliteModel model = read.Model;
            summary = summary with
            {
                Purpose = read.Facts.Purpose,
                Origin = read.Facts.Origin,
                Licence = read.Facts.Licence,
                Input = model.Inputs is [var input] && model.Tensors[input].Shape is [1, var height, var width, var channels]
                    ? [height, width, channels]
                    : null,
                Classes = model.Outputs is [var output] && model.Tensors[output].Shape is [1, var classes] ? classes : null,
                Macs = LayerTable.Create(model).Sum(row => row.Macs),
            };
            return summary with { ArenaBytes = ExecutionPlan.Create(model).Arena.TotalBytes };
        }
        catch (Exception failure) when (failure is BadInputException or ModelFormatException or UnsupportedModelException or IOException or UnauthorizedAccessException)
        {
            return summary with { Problem = failure.Message };
        }
    }
}
