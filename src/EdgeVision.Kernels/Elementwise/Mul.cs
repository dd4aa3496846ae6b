namespace EdgeVision.Kernels;

/// <summary>Broadcasting multiplication of int8 tensors: <c>R((x₁−z₁)·(x₂−z₂), s₁·s₂/s_out) + z_out</c>.</summary>
public sealed class Mul : BinaryOperation
{
    private Mul(BinaryParameters parameters)
        : base("mul_s8_scalar", Isa.Scalar, parameters, new Broadcast<ScaledProduct>(parameters, new ScaledProduct(parameters)))
    {
    }

    /// <summary>Validates everything.</summary>
    /// <exception cref="KernelException">
    /// The shapes do not broadcast, or the scales leave the range of the fixed-point arithmetic.
    /// </exception>
    public static Mul Prepare(BinaryParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        BinaryValidation.Check(parameters);
        return new Mul(parameters);
    }
}
