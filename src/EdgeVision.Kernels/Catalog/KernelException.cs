namespace EdgeVision.Kernels;

/// <summary>An operation that cannot be prepared as asked. The message is one line and names the offending value.</summary>
public sealed class KernelException : Exception
{
    /// <summary>A refusal without a reason; prefer the other constructors.</summary>
    public KernelException()
    {
    }

    /// <summary>A refusal for the reason in <paramref name="message"/>.</summary>
    public KernelException(string message)
        : base(message)
    {
    }

    /// <summary>A refusal caused by <paramref name="innerException"/>.</summary>
    public KernelException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
