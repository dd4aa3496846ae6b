namespace EdgeVision.Quantize.Commands;

/// <summary>What the program's exit status means; the same as of <c>edgevision</c>.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>A file that was given cannot be read or used, or the result would be useless.</summary>
    public const int BadInput = 3;
}
