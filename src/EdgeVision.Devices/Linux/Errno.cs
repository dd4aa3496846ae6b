namespace EdgeVision.Devices.Linux;

/// <summary>Error numbers of Linux on every processor that .NET runs on.</summary>
internal static class Errno
{
    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int IoError = 5;
    public const int NoSuchDevice = 6;
    public const int TryAgain = 11;
    public const int AccessDenied = 13;
    public const int Busy = 16;
    public const int NoDevice = 19;
    public const int Invalid = 22;
    public const int NotATerminal = 25;
    public const int NoSpace = 28;
}
