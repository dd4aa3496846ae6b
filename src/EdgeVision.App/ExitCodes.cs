namespace EdgeVision.App;

/// <summary>What the program's exit status means; documented in the README and in <c>edgevision --help</c>.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The command line is wrong, or <c>EDGEVISION_ISA</c> names what this CPU does not have.</summary>
    public const int Usage = 2;

    /// <summary>A file that was given cannot be read, or is not what it should be.</summary>
    public const int BadInput = 3;

    /// <summary>The machine is at fault: it computes something else than it should, or its pins cannot be used.</summary>
    public const int Device = 4;
}

/// <summary>A command line that parses but makes no sense; one line that says what to do.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>The machine computes something else than it should; one line that says what to do.</summary>
internal sealed class DeviceException(string message) : Exception(message);

/// <summary>Input files that are readable but do not fit each other or the command; one line that says what to do.</summary>
internal sealed class BadInputException(string message) : Exception(message);
