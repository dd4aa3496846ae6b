using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeVision.App.Commands;
using EdgeVision.App.Models;
using EdgeVision.App.Run;
using EdgeVision.Devices.Boards;
using EdgeVision.Devices.Cameras;
using EdgeVision.Devices.Pins;
using EdgeVision.Imaging;
using EdgeVision.Kernels;
using EdgeVision.Model;
using EdgeVision.Runtime;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.App;

/// <summary>The <c>edgevision</c> program: parses the command line and turns failures into one line and an exit code.</summary>
internal static class Program
{
    /// <summary>In the order in which the help lists them.</summary>
    internal static readonly string[] CommandNames =
        ["classify", "embed", "segment", "invoke", "compile", "inspect", "bench", "eval", "models", "verify", "run", "pins", "doctor"];

    /// <summary>What asks for help, wherever it stands.</summary>
    internal static readonly string[] HelpWords = ["--help", "-h", "-?", "/h", "/?"];

    /// <remarks>Writes UTF-8, as the console does in nearly every locale by itself; to look up whether in this one costs each start 3 ms.</remarks>
    public static int Main(string[] args)
    {
        Console.SetOut(Utf8(Console.OpenStandardOutput()));
        Console.SetError(Utf8(Console.OpenStandardError()));
        return Run(args, Console.Out, Console.Error);
    }

    /// <summary>Runs one command line with the given output streams; what <see cref="Main"/> and the tests call.</summary>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        if (Array.IndexOf(args, "") is >= 0 and int place)
            return RefuseEmpty(args, place, error);
        if (args is [[not ('-' or '/' or '['), ..] word, ..] && Array.IndexOf(CommandNames, word) < 0)
            return RefuseCommand(word, error);
        ParseResult parsed = Parse(args, output, error);
        if (parsed.Errors.Count > 0)
            return Refuse(parsed, error);
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = error });
        }
        catch (RulesException wrong) when (wrong.Errors.Count > 1)
        {
            return Refuse(wrong, error);
        }
        catch (Exception failure) when (CodeOf(failure) is not null)
        {
            error.WriteLine($"edgevision: {failure.Message.ReplaceLineEndings(" ")}");
            return CodeOf(failure)!.Value;
        }
    }

    // What follows is not in Run, because a method's types are loaded when it is first called: these belong to two more assemblies.
    private static int RefuseEmpty(string[] args, int place, TextWriter error)
    {
        string after = place == 0 ? "at the beginning" : $"after '{args[place - 1]}'";
        error.WriteLine($"edgevision: there is an empty argument {after}; if a variable stands there, see that it has a value");
        return ExitCodes.Usage;
    }

    private static int RefuseCommand(string word, TextWriter error)
    {
        string hint = UnknownModel.Nearest(word, CommandNames) is { } similar ? $"did you mean '{similar}'? " : "";
        error.WriteLine($"edgevision: there is no command '{word}'; {hint}see 'edgevision --help'");
        return ExitCodes.Usage;
    }

    private static int Refuse(ParseResult parsed, TextWriter error)
    {
        string command = "";
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult { Command: not RootCommand } one; result = result.Parent)
            command = $"{one.Command.Name} {command}";
        error.WriteLine($"edgevision: {string.Join("; ", parsed.Errors.Select(problem => problem.Message.TrimEnd('.')))}; see 'edgevision {command}--help'");
        return ExitCodes.Usage;
    }

    private static int Refuse(RulesException wrong, TextWriter error)
    {
        foreach (RuleError one in wrong.Errors)
            error.WriteLine($"edgevision: {one}");
        return ExitCodes.BadInput;
    }

    private static StreamWriter Utf8(Stream stream) => new(stream, bufferSize: 256) { AutoFlush = true };

    /// <summary>
    /// By the one command that the line begins with, where that is all it takes: the root command, with its help and version, costs some
    /// milliseconds of each start.
    /// </summary>
    private static ParseResult Parse(string[] args, TextWriter output, TextWriter error)
    {
        string? first = args.Length > 0 && Array.IndexOf(CommandNames, args[0]) >= 0 ? args[0] : null;
        bool help = Array.Exists(args, word => Array.IndexOf(HelpWords, word) >= 0);
        return first is null || help ? CreateCommand(first, output, error).Parse(args) : Describe(first, output, error).Parse(args);
    }

    /// <summary>With the given command, or with all if there is none: describing all takes 8 ms.</summary>
    private static RootCommand CreateCommand(string? first, TextWriter output, TextWriter error)
    {
        var root = new RootCommand(
            "int8 MobileNet vision for the Raspberry Pi: runs quantized .tflite models exactly as TensorFlow Lite's reference kernels do.\n"
            + "Exit status: 0 success, 2 wrong usage, 3 bad input file, 4 device trouble. EDGEVISION_ISA=scalar|avx2|... limits the kernels.");
        foreach (string name in first is null ? CommandNames : [first])
            root.Add(Describe(name, output, error));
        return root;
    }

    private static Command Describe(string name, TextWriter output, TextWriter error) => name switch
    {
        "classify" => ClassifyCommand.Create(output),
        "embed" => EmbedCommand.Create(output),
        "segment" => SegmentCommand.Create(output),
        "invoke" => InvokeCommand.Create(output),
        "compile" => CompileCommand.Create(output),
        "inspect" => InspectCommand.Create(output),
        "bench" => BenchCommand.Create(output),
        "eval" => EvalCommand.Create(output, error),
        "models" => ModelsCommand.Create(output, error),
        "verify" => VerifyCommand.Create(output),
        "run" => RunCommand.Create(output),
        "pins" => PinsCommand.Create(output, error),
        _ => DoctorCommand.Create(output),
    };

    private static int? CodeOf(Exception failure) => failure switch
    {
        UsageException or PreprocessingException => ExitCodes.Usage,
        DeviceException or PinException or CameraException => ExitCodes.Device,
        KernelException => ExitCodes.Usage, // outside of a model, only EDGEVISION_ISA causes one
        BadInputException or ModelFormatException or UnsupportedModelException or PlanFormatException or ImageFormatException or LabelledImagesException or BoardFormatException or RulesException => ExitCodes.BadInput,
        FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or IOException => ExitCodes.BadInput,
        _ => null,
    };
}
