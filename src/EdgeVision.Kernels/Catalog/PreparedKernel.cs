namespace EdgeVision.Kernels;

/// <summary>
/// A kernel bound to one operation's parameters and packed weights. Work is counted in units (output rows over all images, or
/// pixels); units are independent, so any split into ranges gives the same bytes, unless input and output share memory. Never allocates,
/// and trusts the buffers' lengths.
/// </summary>
internal abstract class PreparedKernel
{
    /// <summary>Memory held for weights, bias and multipliers.</summary>
    public virtual long PackedBytes => 0;

    /// <summary>
    /// What <see cref="LinearKernel{TParameters}.Restore"/> makes the same kernel of, beside the parameters: all that was computed from weights,
    /// bias and multipliers. Empty for a kernel without weights, which is prepared anew.
    /// </summary>
    public virtual PackedBlock[] Blocks => [];

    /// <summary>
    /// By how many elements the input must at least start after the output (before it where negative) for both to share memory: then no
    /// write reaches an element that is still to be read. This holds for all units in one range, which runs in ascending order; a split
    /// into ranges, whether on several threads or in another order, needs separate buffers. Unless a kernel knows better, it does too.
    /// </summary>
    public virtual long Lead => long.MaxValue;

    /// <summary>How many units it computes at once; a range of fewer takes as long.</summary>
    public virtual int Granule => 1;

    /// <summary>Computes <paramref name="count"/> units of the whole output from <paramref name="first"/> on.</summary>
    public abstract void Run(ReadOnlySpan<sbyte> input, Span<sbyte> output, int first, int count);
}
