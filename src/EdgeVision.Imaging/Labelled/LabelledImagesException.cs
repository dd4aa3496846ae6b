namespace EdgeVision.Imaging;

/// <summary>A CSV is not a list of labelled pictures. The message is one line: the file and line, what is wrong, what to do.</summary>
public sealed class LabelledImagesException : Exception
{
    /// <summary>An exception with a message.</summary>
    /// <param name="message">One line: the file and line, what is wrong, what to do.</param>
    public LabelledImagesException(string message)
        : base(message)
    {
    }
}
