namespace EdgeVision.Kernels;

/// <summary>Broadcasting multiplication of int8 tensors: <c>R((x₁−z₁)·(x₂−z₂), s₁·s₂/s_out) + z_out</c>.</summary>
public sealed class Mul
{
    private readonly Broadcast _broadcast;
    private readonly ScaledProduct _operator;

    private Mul(BinaryParameters parameters)
    {
        _broadcast = new Broadcast(parameters);
        _operator = new ScaledProduct(parameters);
    }

    /// <summary>Validates everything.</summary>
    /// <exception cref="KernelException">
    /// The shapes do not broadcast, or the scales leave the range of the fixed-point arithmetic.
    /// </exception>
    public static Mul Prepare(BinaryParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return new Mul(parameters);
    }

    /// <summary>Computes every output element. Allocates nothing.</summary>
    /// <param name="first">Of the prepared first shape.</param>
    /// <param name="second">Of the prepared second shape.</param>
    /// <param name="output">Of the prepared output shape; may be an input of the same length, not overlap one otherwise.</param>
    /// <exception cref="ArgumentException">A buffer does not have the prepared length.</exception>
    public void Run(ReadOnlySpan<sbyte> first, ReadOnlySpan<sbyte> second, Span<sbyte> output) =>
        _broadcast.Run(_operator, first, second, output);
}
