namespace EdgeVision.Kernels;

/// <summary>
/// One way to compute an operation: an entry of the catalog, without state. All kernels of an operation give the same bytes as its
/// scalar reference.
/// </summary>
internal abstract class Kernel
{
    /// <summary>Operation, type, tile (rows × channels, where there is one) and instruction set: <c>pointwise_s8_6x16_avx2</c>.</summary>
    public abstract string Name { get; }

    public abstract Isa Isa { get; }

    public bool IsSupported => IsaPolicy.IsSupported(Isa);
}

/// <summary>A kernel of a multiply-accumulate operation. It owns its inner loop and the layout its weights are packed in.</summary>
internal abstract class LinearKernel<TParameters> : Kernel
    where TParameters : LinearParameters
{
    /// <summary>Whether this kernel can do this (validated) operation. What the accumulators can reach is known, so it may depend on that.</summary>
    public abstract bool CanRun(TParameters parameters, Requantization requantization);

    /// <summary>Whether it is likely to be faster with these weights than the kernels after it in the catalog.</summary>
    public virtual bool Pays(TParameters parameters, ReadOnlySpan<sbyte> filter) => true;

    public abstract PreparedKernel Pack(TParameters parameters, ReadOnlySpan<sbyte> filter, Requantization requantization);

    /// <summary>
    /// The kernel that <see cref="PreparedKernel.Blocks"/> were taken from, without looking at the weights more than a check of them needs.
    /// No content of the blocks makes it read or write anything but the operation's tensors and the blocks.
    /// </summary>
    /// <exception cref="KernelException">Parameters, number, lengths or indices of the blocks do not fit together.</exception>
    public abstract PreparedKernel Restore(TParameters parameters, ReadOnlySpan<PackedBlock> blocks);
}

/// <summary>A kernel of a pooling operation.</summary>
internal abstract class PoolKernel : Kernel
{
    public abstract bool CanRun(PoolParameters parameters);

    public abstract PreparedKernel Prepare(PoolParameters parameters);
}
