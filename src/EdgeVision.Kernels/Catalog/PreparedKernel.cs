namespace EdgeVision.Kernels;

/// <summary>
/// A kernel bound to one operation's parameters and packed weights. Work is counted in units (output rows over all images, or
/// pixels); units are independent, so any split into ranges gives the same bytes. Never allocates, and trusts the buffers' lengths.
/// </summary>
internal abstract class PreparedKernel
{
    /// <summary>Memory held for weights, bias and multipliers.</summary>
    public virtual long PackedBytes => 0;

    /// <summary>Computes <paramref name="count"/> units of the whole output from <paramref name="first"/> on.</summary>
    public abstract void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count);
}
