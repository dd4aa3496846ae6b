using System.CommandLine;
using EdgeVision.Imaging;
using EdgeVision.Model;
using EdgeVision.Quantize.Commands;
using EdgeVision.Quantize.Graph;
using EdgeVision.Runtime;

namespace EdgeVision.Quantize;

/// <summary>The <c>quantize</c> program: float weights in, an int8 model out that is as good as the float one.</summary>
internal static class Program
{
    public static int Main(string[] args) => Run(args, Console.Out, Console.Error);

    /// <summary>Runs one command line with the given output streams; what <see cref="Main"/> and the tests call.</summary>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        if (args.Contains(""))
        {
            error.WriteLine("quantize: there is an empty argument; if a variable stands there, see that it has a value");
            return ExitCodes.Usage;
        }

        ParseResult parsed = QuantizeCommand.Create(output, error).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var parseError in parsed.Errors)
                error.WriteLine($"quantize: {parseError.Message}");
            error.WriteLine("quantize: see 'quantize --help'");
            return ExitCodes.Usage;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = error });
        }
        catch (Exception failure) when (CodeOf(failure) is not null)
        {
            error.WriteLine($"quantize: {failure.Message.ReplaceLineEndings(" ")}");
            return CodeOf(failure)!.Value;
        }
    }

    private static int? CodeOf(Exception failure) => failure switch
    {
        UsageException or PreprocessingException => ExitCodes.Usage,
        SourceException or ModelFormatException or UnsupportedModelException or ImageFormatException or LabelledImagesException =>
            ExitCodes.BadInput,
        IOException or UnauthorizedAccessException => ExitCodes.BadInput,
        _ => null,
    };
}
