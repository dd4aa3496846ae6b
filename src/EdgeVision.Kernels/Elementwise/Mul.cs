namespace EdgeVision.Kernels;

/// <summary>Broadcasting multiplication of int8 tensors: <c>R((x₁−z₁)·(x₂−z₂), s₁·s₂/s_out) + z_out</c>.</summary>
public sealed class Mul : BinaryOperation
{
    private Mul(BinaryKernel<ScaledProduct> kernel, BinaryParameters parameters)
        : base(kernel.Name, kernel.Isa, parameters, kernel.Prepare(parameters, new ScaledProduct(parameters)))
    {
    }

    /// <summary>Validates everything and chooses a kernel.</summary>
    /// <param name="parameters">Shapes and quantization.</param>
    /// <param name="isa">The instruction sets that may be used.</param>
    /// <exception cref="KernelException">
    /// The shapes do not broadcast, or the scales leave the range of the fixed-point arithmetic.
    /// </exception>
    public static Mul Prepare(BinaryParameters parameters, IsaPolicy isa)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(isa);
        BinaryValidation.Check(parameters);
        return new Mul(BinaryKernel<ScaledProduct>.Select(KernelCatalog.Mul, parameters, isa), parameters);
    }
}
