using System.CommandLine;
using EdgeVision.App.Commands;
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
    public static int Main(string[] args) => Run(args, Console.Out, Console.Error);

    /// <summary>Runs one command line with the given output streams; what <see cref="Main"/> and the tests call.</summary>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        ParseResult parsed = CreateCommand(output, error).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var parseError in parsed.Errors)
                error.WriteLine($"edgevision: {parseError.Message}");
            error.WriteLine($"edgevision: see 'edgevision {string.Join(' ', args.Take(1).Where(a => !a.StartsWith('-')).Append("--help"))}'");
            return ExitCodes.Usage;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = error });
        }
        catch (RulesException wrong) when (wrong.Errors.Count > 1)
        {
            foreach (RuleError one in wrong.Errors)
                error.WriteLine($"edgevision: {one}");
            return ExitCodes.BadInput;
        }
        catch (Exception failure) when (CodeOf(failure) is not null)
        {
            error.WriteLine($"edgevision: {failure.Message.ReplaceLineEndings(" ")}");
            return CodeOf(failure)!.Value;
        }
    }

    private static RootCommand CreateCommand(TextWriter output, TextWriter error) => new(
        "int8 MobileNet vision for the Raspberry Pi: runs quantized .tflite models exactly as TensorFlow Lite's reference kernels do.\n"
        + "Exit status: 0 success, 2 wrong usage, 3 bad input file, 4 device trouble. EDGEVISION_ISA=scalar|avx2|... limits the kernels.")
    {
        ClassifyCommand.Create(output),
        EmbedCommand.Create(output),
        SegmentCommand.Create(output),
        InvokeCommand.Create(output),
        InspectCommand.Create(output),
        BenchCommand.Create(output),
        EvalCommand.Create(output, error),
        ModelsCommand.Create(output, error),
        VerifyCommand.Create(output),
        RunCommand.Create(output),
        PinsCommand.Create(output, error),
        DoctorCommand.Create(output),
    };

    private static int? CodeOf(Exception failure) => failure switch
    {
        UsageException or PreprocessingException => ExitCodes.Usage,
        DeviceException or PinException or CameraException => ExitCodes.Device,
        KernelException => ExitCodes.Usage, // outside of a model, only EDGEVISION_ISA causes one
        BadInputException or ModelFormatException or UnsupportedModelException or ImageFormatException or LabelledImagesException or BoardFormatException or RulesException => ExitCodes.BadInput,
        FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or IOException => ExitCodes.BadInput,
        _ => null,
    };
}
