namespace EdgeVision.Runtime;

/// <summary>A compiled plan that cannot be used: damaged, of another version, or for another machine. The message is one line.</summary>
public sealed class PlanFormatException : Exception
{
    /// <summary>Creates the exception with a one-line message.</summary>
    public PlanFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a one-line message and the refusal of a kernel that led to it.</summary>
    public PlanFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
