using EdgeVision.Arm64Program.Support;

namespace EdgeVision.Arm64Program.Checks;

/// <summary>Products.</summary>
internal sealed class MulChecks(KernelTally[] tallies) : BinaryChecks<ScaledProduct>(KernelCatalog.Mul, tallies)
{
    protected override ScaledProduct Draw(BinaryParameters parameters) => new(parameters);
}
