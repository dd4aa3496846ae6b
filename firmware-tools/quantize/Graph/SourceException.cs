namespace EdgeVision.Quantize.Graph;

/// <summary>
/// A float model cannot be used. The message is one line: the file, where in it (tensor, layer or byte), what is wrong, and what to do
/// about it.
/// </summary>
public sealed class SourceException : Exception
{
    /// <summary>Without a message.</summary>
    public SourceException()
    {
    }

    /// <summary>With a message.</summary>
    public SourceException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and what led to it.</summary>
    public SourceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
