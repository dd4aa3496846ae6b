namespace EdgeVision.Kernels;

/// <summary>A kernel of addition and subtraction.</summary>
internal abstract class SumKernel : Kernel
{
    /// <summary>Whether this kernel can do this (validated) operation.</summary>
    public abstract bool CanRun(BinaryParameters parameters);

    public abstract PreparedBinary Prepare(BinaryParameters parameters, ScaledSum sum);

    /// <summary>The first kernel of the catalog that may and can do it.</summary>
    public static SumKernel Select(BinaryParameters parameters, IsaPolicy isa)
    {
        foreach (SumKernel kernel in KernelCatalog.Sum)
        {
            if (isa.Allows(kernel.Isa) && kernel.CanRun(parameters))
                return kernel;
        }

        return KernelCatalog.Sum[^1];
    }
}
