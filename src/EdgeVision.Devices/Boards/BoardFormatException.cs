namespace EdgeVision.Devices.Boards;

/// <summary>A board's file is not what it should be. The message is one line: file, line, column, what is wrong, what to do.</summary>
/// <param name="message">One line: file, line, column, what is wrong, what to do.</param>
/// <param name="innerException">The cause.</param>
public sealed class BoardFormatException(string message, Exception? innerException = null) : Exception(message, innerException);
