namespace EdgeVision.Kernels;

/// <summary>A kernel of multiplication.</summary>
internal abstract class MulKernel : Kernel
{
    /// <summary>Whether this kernel can do this (validated) operation.</summary>
    public abstract bool CanRun(BinaryParameters parameters);

    public abstract PreparedBinary Prepare(BinaryParameters parameters, ScaledProduct product);

    /// <summary>The first kernel of the catalog that may and can do it.</summary>
    public static MulKernel Select(BinaryParameters parameters, IsaPolicy isa)
    {
        foreach (MulKernel kernel in KernelCatalog.Mul)
        {
            if (isa.Allows(kernel.Isa) && kernel.CanRun(parameters))
                return kernel;
        }

        return KernelCatalog.Mul[^1];
    }
}
