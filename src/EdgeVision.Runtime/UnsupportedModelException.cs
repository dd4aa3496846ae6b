namespace EdgeVision.Runtime;

/// <summary>
/// A readable model that this runtime cannot run: an operator, type, shape or quantization it does not support. The message is one line
/// that names the file, the operator's index, the operator, the tensor, and what is wrong.
/// </summary>
public sealed class UnsupportedModelException : Exception
{
    /// <summary>Creates the exception with a one-line message.</summary>
    public UnsupportedModelException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a one-line message and the refusal of a kernel that led to it.</summary>
    public UnsupportedModelException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
