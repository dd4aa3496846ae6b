using System.CommandLine;
using EdgeVision.App.Models;
using EdgeVision.Devices.Pins;
using EdgeVision.Imaging;

namespace EdgeVision.App.Commands;

/// <summary>Arguments and options that several commands have, so that they are named and explained alike.</summary>
internal static class SharedOptions
{
    public static Argument<string[]> ImageFiles() => new("image")
    {
        Description = "Pictures: JPEG, PNG, BMP, PPM or PGM.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Argument<string> ModelFile() => new("model")
    {
        Description = "A .tflite file, a folder that holds model.tflite, or a name that 'edgevision models' lists.",
    };

    public static Option<string> Model() => new("--model", "-m")
    {
        Description = "A .tflite file, a folder that holds model.tflite, or a name that 'edgevision models' lists.",
        Required = true,
    };

    public static Option<string?> Models() => new("--models")
    {
        Description = $"Look for models in this folder only, instead of {ModelLibrary.EnvironmentVariable} or weights-int8, and those that were pulled.",
        HelpName = "dir",
    };

    public static Option<string?> Head() => new("--head")
    {
        Description = "A second model that goes on from the first one's output, for models published as extractor and head.",
        HelpName = "model",
    };

    public static Option<string?> Preprocess() => new("--preprocess")
    {
        Description = $"Replaces what the model says: {Preprocessing.Syntax}",
        HelpName = "settings",
    };

    public static Option<string?> Labels() => new("--labels")
    {
        Description = "Class names, one a line, instead of those in or beside the model.",
        HelpName = "file",
    };

    public static Option<string?> Board() => new("--board")
    {
        Description = "A board's name or the path of a board.json; by default the board this program runs on.",
        HelpName = "board",
    };

    public static Option<string?> Pins()
    {
        IReadOnlyList<string> ways = PinBackends.Names;
        var option = new Option<string?>("--pins")
        {
            Description = "How pins are reached; by default as the board says.",
            HelpName = string.Join('|', ways),
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !ways.Contains(result.Tokens[0].Value))
                result.AddError($"--pins takes {string.Join(", ", ways)}, not '{result.Tokens[0].Value}'");
        });
        return option;
    }

    public static Option<bool> Json() => new("--json")
    {
        Description = "Print JSON for programs instead of text for people.",
    };

    /// <summary>An option that takes one of a few words; the first is the default.</summary>
    public static Option<string> OneOf(string name, string description, params string[] words)
    {
        var option = new Option<string>(name)
        {
            Description = description,
            DefaultValueFactory = _ => words[0],
            HelpName = string.Join('|', words),
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !words.Contains(result.Tokens[0].Value))
                result.AddError($"{name} takes {string.Join(", ", words)}, not '{result.Tokens[0].Value}'");
        });
        return option;
    }

    public static Option<int> Positive(string name, int standard, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard, HelpName = "n" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, out int value) || value < 1))
                result.AddError($"{name} takes a whole number of at least 1, not '{result.Tokens[0].Value}'");
        });
        return option;
    }
}
