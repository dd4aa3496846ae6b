namespace EdgeVision.Quantize.Commands;

/// <summary>A command line that parses but makes no sense; one line that says what to do.</summary>
internal sealed class UsageException(string message) : Exception(message);
