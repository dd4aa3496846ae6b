using System.Diagnostics.CodeAnalysis;

namespace EdgeVision.Kernels;

/// <summary>
/// Broadcasting subtraction (first − second) of int8 tensors: each input is brought to a common scale, then the difference to the
/// output's.
/// </summary>
[SuppressMessage("Naming", "CA1716:Identifiers should not match keywords", Justification = "SUB is the operation's name.")]
public sealed class Sub
{
    private readonly PreparedSum _prepared;

    private Sub(SumKernel kernel, PreparedSum prepared)
    {
        _prepared = prepared;
        KernelName = kernel.Name;
        Isa = kernel.Isa;
    }

    /// <summary>The chosen kernel, for logs.</summary>
    public string KernelName { get; }

    /// <summary>The instruction set that this kernel is written for.</summary>
    public Isa Isa { get; }

    /// <summary>Validates everything and chooses a kernel.</summary>
    /// <param name="parameters">Shapes and quantization.</param>
    /// <param name="isa">The instruction sets that may be used.</param>
    /// <exception cref="KernelException">
    /// The shapes do not broadcast, or the scales leave the range of the fixed-point arithmetic.
    /// </exception>
    public static Sub Prepare(BinaryParameters parameters, IsaPolicy isa)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(isa);
        Broadcast.Validate(parameters);
        SumKernel kernel = SumKernel.Select(parameters, isa);
        return new Sub(kernel, kernel.Prepare(parameters, ScaledSum.Difference(parameters)));
    }

    /// <summary>Computes every output element. Allocates nothing.</summary>
    /// <param name="first">Of the prepared first shape.</param>
    /// <param name="second">Of the prepared second shape.</param>
    /// <param name="output">Of the prepared output shape; may be an input of the same length, not overlap one otherwise.</param>
    /// <exception cref="ArgumentException">A buffer does not have the prepared length.</exception>
    public void Run(ReadOnlySpan<sbyte> first, ReadOnlySpan<sbyte> second, Span<sbyte> output) =>
        _prepared.Run(first, second, output);
}
