namespace EdgeVision.Kernels;

/// <summary>A kernel of bilinear resizing. Its units are output rows over all images.</summary>
internal abstract class BilinearKernel : Kernel
{
    /// <summary>Whether this kernel can do this (validated) operation.</summary>
    public abstract bool CanRun(ResizeParameters parameters);

    public abstract PreparedKernel Prepare(ResizeParameters parameters);

    /// <summary>The first kernel of the catalog that may and can do it.</summary>
    public static BilinearKernel Select(ResizeParameters parameters, IsaPolicy isa)
    {
        foreach (BilinearKernel kernel in KernelCatalog.ResizeBilinear)
        {
            if (isa.Allows(kernel.Isa) && kernel.CanRun(parameters))
                return kernel;
        }

        return KernelCatalog.ResizeBilinear[^1];
    }
}
