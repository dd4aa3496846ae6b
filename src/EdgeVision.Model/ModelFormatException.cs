namespace EdgeVision.Model;

/// <summary>
/// A model file, or a labels file beside it, cannot be used. The message is one line: the file, where in it (operator, tensor), what is
/// wrong, and what to do about it.
/// </summary>
public sealed class ModelFormatException : Exception
{
    /// <summary>Without a message.</summary>
    public ModelFormatException()
    {
    }

    /// <summary>With a message.</summary>
    public ModelFormatException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and what led to it.</summary>
    public ModelFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
