using System.Diagnostics.CodeAnalysis;

namespace EdgeVision.Kernels;

/// <summary>
/// Broadcasting subtraction (first − second) of int8 tensors: each input is brought to a common scale, then the difference to the
/// output's.
/// </summary>
[SuppressMessage("Naming", "CA1716:Identifiers should not match keywords", Justification = "SUB is the operation's name.")]
public sealed class Sub
{
    private readonly Broadcast _broadcast;
    private readonly ScaledSum _operator;

    private Sub(BinaryParameters parameters)
    {
        _broadcast = new Broadcast(parameters);
        _operator = ScaledSum.Difference(parameters);
    }

    /// <summary>Validates everything.</summary>
    /// <exception cref="KernelException">
    /// The shapes do not broadcast, or the scales leave the range of the fixed-point arithmetic.
    /// </exception>
    public static Sub Prepare(BinaryParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return new Sub(parameters);
    }

    /// <summary>Computes every output element. Allocates nothing.</summary>
    /// <param name="first">Of the prepared first shape.</param>
    /// <param name="second">Of the prepared second shape.</param>
    /// <param name="output">Of the prepared output shape; may be an input of the same length, not overlap one otherwise.</param>
    /// <exception cref="ArgumentException">A buffer does not have the prepared length.</exception>
    public void Run(ReadOnlySpan<sbyte> first, ReadOnlySpan<sbyte> second, Span<sbyte> output) =>
        _broadcast.Run(_operator, first, second, output);
}
