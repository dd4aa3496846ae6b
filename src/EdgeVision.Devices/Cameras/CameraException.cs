namespace EdgeVision.Devices.Cameras;

/// <summary>A camera cannot be used as asked. The message is one line: which camera, what is wrong, what to do.</summary>
public sealed class CameraException : Exception
{
    /// <summary>An exception with a message.</summary>
    /// <param name="message">One line: which camera, what is wrong, what to do.</param>
    public CameraException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    /// <param name="message">One line: which camera, what is wrong, what to do.</param>
    /// <param name="innerException">The cause.</param>
    public CameraException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
