namespace EdgeVision.Kernels;

/// <summary>A kernel of means; its units are those of the outer extent.</summary>
internal abstract class MeanKernel : Kernel
{
    /// <summary>
    /// Whether this kernel can do this (validated) operation. A multiplier's mantissa can be less than 2^30 here: what is divided is not brought
    /// back to the legal range, because that would round otherwise.
    /// </summary>
    public abstract bool CanRun(MeanParameters parameters, FixedPointMultiplier multiplier);

    public abstract PreparedKernel Prepare(MeanParameters parameters, FixedPointMultiplier multiplier);

    /// <summary>The first kernel of the catalog that may and can do it.</summary>
    public static MeanKernel Select(MeanParameters parameters, FixedPointMultiplier multiplier, IsaPolicy isa)
    {
        foreach (MeanKernel kernel in KernelCatalog.Mean)
        {
            if (isa.Allows(kernel.Isa) && kernel.CanRun(parameters, multiplier))
                return kernel;
        }

        return KernelCatalog.Mean[^1];
    }
}
