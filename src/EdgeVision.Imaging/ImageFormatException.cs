namespace EdgeVision.Imaging;

/// <summary>
/// The bytes are not a picture that can be decoded. The message is one line: the format, what is wrong and where, what to do.
/// </summary>
public sealed class ImageFormatException : Exception
{
    /// <summary>An exception with a message.</summary>
    /// <param name="message">One line: the format, what is wrong and where, what to do.</param>
    public ImageFormatException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    /// <param name="message">One line: the format, what is wrong and where, what to do.</param>
    /// <param name="innerException">The cause.</param>
    public ImageFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The exception for a file that contradicts itself or ends early.</summary>
    internal static ImageFormatException Damaged(string format, string what, Exception? cause = null) =>
        new($"{format}: {what}; the file is truncated or damaged", cause);
}
