namespace EdgeVision.Kernels;

/// <summary>The normative product: element by element, with broadcasting.</summary>
internal sealed class MulReference : BinaryKernel<ScaledProduct>
{
    public override string Name => "mul_s8_scalar";

    public override Isa Isa => Isa.Scalar;

    public override bool CanRun(BinaryParameters parameters) => true;

    public override PreparedBinary Prepare(BinaryParameters parameters, ScaledProduct function) => new Broadcast<ScaledProduct>(parameters, function);
}
