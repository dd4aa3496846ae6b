namespace EdgeVision.Kernels;

/// <summary>Broadcasting addition of int8 tensors: each input is brought to a common scale, then the sum to the output's.</summary>
public sealed class Add
{
    private readonly Broadcast _broadcast;
    private readonly ScaledSum _operator;

    private Add(BinaryParameters parameters)
    {
        _broadcast = new Broadcast(parameters);
        _operator = ScaledSum.Of(parameters);
    }

    /// <summary>Validates everything.</summary>
    /// <exception cref="KernelException">
    /// The shapes do not broadcast, or the scales leave the range of the fixed-point arithmetic.
    /// </exception>
    public static Add Prepare(BinaryParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return new Add(parameters);
    }

    /// <summary>Computes every output element. Allocates nothing.</summary>
    /// <param name="first">Of the prepared first shape.</param>
    /// <param name="second">Of the prepared second shape.</param>
    /// <param name="output">Of the prepared output shape; may be an input of the same length, not overlap one otherwise.</param>
    /// <exception cref="ArgumentException">A buffer does not have the prepared length.</exception>
    public void Run(ReadOnlySpan<sbyte> first, ReadOnlySpan<sbyte> second, Span<sbyte> output) =>
        _broadcast.Run(_operator, first, second, output);
}
