using System.Diagnostics;

namespace EdgeVision.Imaging.Tests.Support;

/// <summary>
/// The Python imaging library as an oracle. Set <c>EDGEVISION_PYTHON</c> to name an interpreter that has it; otherwise the usual
/// ones are tried.
/// </summary>
internal static class Pillow
{
    private static readonly string? Interpreter = Find();

    /// <summary>Why tests that need it are skipped, or <see langword="null"/>.</summary>
    public static string? SkipReason => Interpreter is null ? "no Python with Pillow is here (set EDGEVISION_PYTHON)" : null;

    /// <summary>Runs a script, which gets <c>sys.argv</c> and may write to standard output, of which the lines are returned.</summary>
    public static string[] Run(string script, params string[] arguments)
    {
        (int exitCode, string output, string error) = Start(Interpreter!, ["-c", script, .. arguments]);
        Assert.True(exitCode == 0, error);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string? Find()
    {
        string?[] candidates = [Environment.GetEnvironmentVariable("EDGEVISION_PYTHON"), "python3", "/usr/bin/python3"];
        return candidates.OfType<string>().FirstOrDefault(HasPillow);
    }

    private static bool HasPillow(string interpreter)
    {
        try
        {
            return Start(interpreter, ["-c", "import PIL"]).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static (int ExitCode, string Output, string Error) Start(string interpreter, string[] arguments)
    {
        var start = new ProcessStartInfo(interpreter, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}

/// <summary>A fact that compares with Pillow; reported as skipped where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PillowFactAttribute : FactAttribute
{
    public PillowFactAttribute() => Skip = Pillow.SkipReason!;
}
