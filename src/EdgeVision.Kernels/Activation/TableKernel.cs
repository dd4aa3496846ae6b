namespace EdgeVision.Kernels;

/// <summary>A kernel that looks bytes up in a table of 256. Its units are elements; it may run in place.</summary>
internal abstract class TableKernel : Kernel
{
    /// <summary>Whether this CPU has what the kernel needs beside its instruction set.</summary>
    public virtual bool CanRun => true;

    /// <param name="entries">256 values: entry i is the output for the input value i − 128.</param>
    public abstract PreparedKernel Prepare(ReadOnlySpan<sbyte> entries);

    /// <summary>The first kernel of the catalog that may and can do it.</summary>
    public static TableKernel Select(IsaPolicy isa)
    {
        foreach (TableKernel kernel in KernelCatalog.Table)
        {
            if (isa.Allows(kernel.Isa) && kernel.CanRun)
                return kernel;
        }

        return KernelCatalog.Table[^1];
    }
}
