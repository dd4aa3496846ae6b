using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using EdgeVision.App.Machine;
using EdgeVision.App.Models;
using EdgeVision.Devices.Health;
using EdgeVision.Devices.Pins;
using EdgeVision.Imaging;
using EdgeVision.Runtime;

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
        Description = "A .tflite file, a folder that holds model.tflite, a name that 'edgevision models' lists, or a plan that 'edgevision compile' wrote.",
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
        Description = "Replaces what the model says: " + Preprocessing.Syntax,
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

    /// <summary>Among how many threads each inference is shared.</summary>
    public static Option<int> Threads()
    {
        var option = new Option<int>("--threads")
        {
            Description = "Threads that share one inference; by default one for each core. A plan always takes one.",
            DefaultValueFactory = _ => Cores(),
            HelpName = "n",
            CustomParser = result => ParseThreads(result) is [int one] ? one : RefuseThreads(result, "a whole number"),
        };
        return option;
    }

    /// <summary>Several numbers of threads, to be tried one after the other.</summary>
    public static Option<int[]> ThreadCounts() => new("--threads")
    {
        Description = "Threads that share one inference, or several such numbers to compare: 1,2,4; by default one for each core.",
        DefaultValueFactory = _ => [Cores()],
        HelpName = "n[,n…]",
        CustomParser = result => ParseThreads(result) is { Length: > 0 } counts ? counts : [RefuseThreads(result, "whole numbers")],
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

    private static int Cores() => Math.Min(PhysicalCores.Count(SystemRoot.Current, Environment.ProcessorCount), PlanOptions.MaxThreads);

    /// <summary>Numbers of threads, separated by commas; none if there is anything else.</summary>
    private static int[] ParseThreads(ArgumentResult result)
    {
        string[] words = result.Tokens[0].Value.Split(',');
        int[] counts = [.. words.Select(word =>
            int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count <= PlanOptions.MaxThreads ? count : 0)];
        return counts.Contains(0) ? [] : counts;
    }

    private static int RefuseThreads(ArgumentResult result, string what)
    {
        result.AddError($"--threads takes {what} from 1 to {PlanOptions.MaxThreads}, not '{result.Tokens[0].Value}'");
        return 1;
    }
}
