using System.CommandLine;
using System.Globalization;
using EdgeVision.App.Download;
using EdgeVision.App.Models;
using EdgeVision.App.Output;

namespace EdgeVision.App.Commands;

/// <summary><c>edgevision models</c>: which models are here, and which can be downloaded?</summary>
internal static class ModelsCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        Option<string?> models = SharedOptions.Models();
        var available = new Option<bool>("--available")
        {
            Description = "List the published models that 'models pull' can download instead.",
        };
        Option<bool> json = SharedOptions.Json();
        var command = new Command("models", "List the models that commands know by name: those of weights-int8 and those that were pulled.")
        {
            models, available, json,
        };
        command.Subcommands.Add(ModelsPullCommand.Create(output, error));
        command.SetAction(line =>
        {
            ModelLibrary library = line.GetValue(models) is { } folder ? ModelLibrary.Of(folder) : ModelLibrary.Standard();
            if (line.GetValue(available))
                PrintAvailable(output, library, line.GetValue(json));
            else
                PrintHere(output, library, line.GetValue(json));
            return ExitCodes.Success;
        });
        return command;
    }

    private static void PrintHere(TextWriter output, ModelLibrary library, bool json)
    {
        ModelSummary[] summaries = [.. library.ModelFolders().Select(ModelSummary.Of)];
        if (json)
        {
            JsonOutput.Write(output, new ModelsReport(library.Folders, summaries), types => types.ModelsReport);
            return;
        }

        var table = new TextTable("name", "input", "classes", "M MACs", "file bytes", "arena bytes", "purpose");
        foreach (ModelSummary model in summaries)
        {
            table.Add(
                model.Name,
                model.Input is { } input ? string.Join('x', input) : "-",
                Number(model.Classes),
                model.Macs is { } macs ? (macs / 1e6).ToString("F1", CultureInfo.InvariantCulture) : "-",
                Number(model.FileBytes),
                Number(model.ArenaBytes),
                Sentence(model));
        }

        table.Print(output);
        output.WriteLine(library.Folders.Count == 0
            ? "no folder of models found; 'edgevision models pull NAME' makes one"
            : $"in {string.Join(" and ", library.Folders)}");
    }

    private static void PrintAvailable(TextWriter output, ModelLibrary library, bool json)
    {
        AvailableModel[] models =
        [
            .. PublishedModel.All.Select(model => new AvailableModel(
                model.Name, model.Purpose, model.Licence, model.Facts.Origin!, model.Model.Bytes, model.Model.Sha256,
                library.Find(model.Name))),
        ];
        if (json)
        {
            JsonOutput.Write(output, new AvailableReport(models), types => types.AvailableReport);
            return;
        }

        var table = new TextTable("name", "file bytes", "licence", "here", "purpose");
        foreach (AvailableModel model in models)
            table.Add(model.Name, Number(model.FileBytes), model.Licence, model.Folder is null ? "no" : "yes", model.Purpose);
        table.Print(output);
        output.WriteLine("'edgevision models pull NAME' downloads one");
    }

    private static string Sentence(ModelSummary model)
    {
        string origin = model.Origin is null ? "" : $" ({model.Origin})";
        string problem = model.Problem is null ? "" : $" NOT RUNNABLE: {model.Problem}";
        return $"{model.Purpose ?? "-"}{origin}{problem}";
    }

    private static string Number(long? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? "-";
}
