namespace EdgeVision.Kernels;

/// <summary>Broadcasting addition of int8 tensors: each input is brought to a common scale, then the sum to the output's.</summary>
public sealed class Add : BinaryOperation
{
    private Add(BinaryKernel<ScaledSum> kernel, BinaryParameters parameters)
        : base(kernel.Name, kernel.Isa, parameters, kernel.Prepare(parameters, ScaledSum.Of(parameters)))
    {
    }

    /// <summary>Validates everything and chooses a kernel.</summary>
    /// <param name="parameters">Shapes and quantization.</param>
    /// <param name="isa">The instruction sets that may be used.</param>
    /// <exception cref="KernelException">
    /// The shapes do not broadcast, or the scales leave the range of the fixed-point arithmetic.
    /// </exception>
    public static Add Prepare(BinaryParameters parameters, IsaPolicy isa)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(isa);
        BinaryValidation.Check(parameters);
        return new Add(BinaryKernel<ScaledSum>.Select(KernelCatalog.Sum, parameters, isa), parameters);
    }
}
