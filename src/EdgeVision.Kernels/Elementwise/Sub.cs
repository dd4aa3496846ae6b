using System.Diagnostics.CodeAnalysis;

namespace EdgeVision.Kernels;

/// <summary>
/// Broadcasting subtraction (first − second) of int8 tensors: each input is brought to a common scale, then the difference to the
/// output's.
/// </summary>
[SuppressMessage("Naming", "CA1716:Identifiers should not match keywords", Justification = "SUB is the operation's name.")]
public sealed class Sub : BinaryOperation
{
    private Sub(BinaryKernel<ScaledSum> kernel, BinaryParameters parameters)
        : base(kernel.Name, kernel.Isa, parameters, kernel.Prepare(parameters, ScaledSum.Difference(parameters)))
    {
    }

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
        BinaryValidation.Check(parameters);
        return new Sub(BinaryKernel<ScaledSum>.Select(KernelCatalog.Sum, parameters, isa), parameters);
    }
}
