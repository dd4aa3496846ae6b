namespace EdgeVision.Kernels;

/// <summary>The normative sum: element by element, with broadcasting.</summary>
internal sealed class SumReference : BinaryKernel<ScaledSum>
{
    public override string Name => "sum_s8_scalar";

    public override Isa Isa => Isa.Scalar;

    public override bool CanRun(BinaryParameters parameters) => true;

    public override PreparedBinary Prepare(BinaryParameters parameters, ScaledSum function) => new Broadcast<ScaledSum>(parameters, function);
}
