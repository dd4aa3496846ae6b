namespace EdgeVision.Kernels;

/// <summary>A kernel of an operation on two tensors.</summary>
/// <typeparam name="TOperator">The operation on two elements, with its constants.</typeparam>
internal abstract class BinaryKernel<TOperator> : Kernel
    where TOperator : struct, IBinaryOperator
{
    /// <summary>Whether this kernel can do this (validated) operation.</summary>
    public abstract bool CanRun(BinaryParameters parameters);

    public abstract PreparedBinary Prepare(BinaryParameters parameters, TOperator function);

    /// <summary>The first kernel of an operation's list that may and can do it.</summary>
    public static BinaryKernel<TOperator> Select(BinaryKernel<TOperator>[] kernels, BinaryParameters parameters, IsaPolicy isa)
    {
        foreach (BinaryKernel<TOperator> kernel in kernels)
        {
            if (isa.Allows(kernel.Isa) && kernel.CanRun(parameters))
                return kernel;
        }

        return kernels[^1];
    }
}
