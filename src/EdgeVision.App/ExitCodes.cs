namespace EdgeVision.App;

/// <summary>What the program's exit status means; documented in the README and in <c>edgevision --help</c>.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The command line (or an environment variable) is wrong.</summary>
    public const int Usage = 2;

    /// <summary>A file that was given cannot be read, or is not what it should be.</summary>
    public const int BadInput = 3;

    /// <summary>The machine lacks or refuses something: an instruction set, a camera, a pin.</summary>
    public const int Device = 4;
}

/// <summary>A command line that parses but makes no sense; one line that says what to do.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>Input files that are readable but do not fit each other or the command; one line that says what to do.</summary>
internal sealed class BadInputException(string message) : Exception(message);
