namespace EdgeVision.Imaging;

/// <summary>
/// Settings of <see cref="Preprocessing"/> that are not understood, missing, or do not fit the input. The message is one line.
/// </summary>
public sealed class PreprocessingException : Exception
{
    /// <summary>An exception with a message.</summary>
    /// <param name="message">One line: what is wrong and what to do.</param>
    public PreprocessingException(string message)
        : base(message)
    {
    }
}
