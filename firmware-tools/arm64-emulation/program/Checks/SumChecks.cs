using EdgeVision.Arm64Program.Support;

namespace EdgeVision.Arm64Program.Checks;

/// <summary>Sums and differences.</summary>
internal sealed class SumChecks(KernelTally[] tallies) : BinaryChecks<ScaledSum>(KernelCatalog.Sum, tallies)
{
    protected override ScaledSum Draw(BinaryParameters parameters) =>
        Prng.Next(0, 2) == 0 ? ScaledSum.Difference(parameters) : ScaledSum.Of(parameters);
}
