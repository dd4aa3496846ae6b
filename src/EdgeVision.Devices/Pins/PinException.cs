namespace EdgeVision.Devices.Pins;

/// <summary>Pins cannot be used as asked. The message is one line: which pin or chip, what is wrong, what to do.</summary>
public class PinException : Exception
{
    /// <summary>An exception with a message.</summary>
    /// <param name="message">One line: which pin or chip, what is wrong, what to do.</param>
    public PinException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    /// <param name="message">One line: which pin or chip, what is wrong, what to do.</param>
    /// <param name="innerException">The cause.</param>
    public PinException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A pin is in use; the message says by whom.</summary>
/// <param name="message">One line: which pin, who has it, what to do.</param>
public sealed class PinBusyException(string message) : PinException(message);

/// <summary>There is no chip with the board's label; the message lists those that are there.</summary>
/// <param name="message">One line: the label, the chips that were found, what to do.</param>
public sealed class PinChipMissingException(string message) : PinException(message);

/// <summary>The user may not use the pins; the message says which group may.</summary>
/// <param name="message">One line: the file, what to do.</param>
public sealed class PinPermissionException(string message) : PinException(message);
