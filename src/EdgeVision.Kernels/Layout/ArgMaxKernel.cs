namespace EdgeVision.Kernels;

/// <summary>A kernel that finds the first maxima.</summary>
internal abstract class ArgMaxKernel : Kernel
{
    /// <summary>Whether this kernel can do this (validated) operation.</summary>
    public abstract bool CanRun(ArgMaxParameters parameters);

    public abstract PreparedArgMax Prepare(ArgMaxParameters parameters);

    /// <summary>The first kernel of the catalog that may and can do it.</summary>
    public static ArgMaxKernel Select(ArgMaxParameters parameters, IsaPolicy isa)
    {
        foreach (ArgMaxKernel kernel in KernelCatalog.ArgMax)
        {
            if (isa.Allows(kernel.Isa) && kernel.CanRun(parameters))
                return kernel;
        }

        return KernelCatalog.ArgMax[^1];
    }
}

/// <summary>A kernel bound to one operation's extents. Never allocates, and trusts the buffers' lengths.</summary>
internal abstract class PreparedArgMax
{
    /// <summary>Searches for some elements of the output.</summary>
    /// <param name="input">The whole input.</param>
    /// <param name="output">Only these elements.</param>
    /// <param name="first">Which is the first of them.</param>
    public abstract void Run(ReadOnlySpan<sbyte> input, Span<int> output, int first);
}
