namespace EdgeVision.Kernels;

/// <summary>
/// What vector searches along neighbouring elements share. An element and its index make a 16-bit key, of which the least belongs to the
/// first maximum: <c>127 − x</c> in the upper byte, the index in the lower one.
/// </summary>
internal abstract unsafe class ArgMaxKeys(int depth) : PreparedArgMax
{
    /// <summary>How many elements become keys at once.</summary>
    private const int Elements = 16;

    /// <summary>What an index in a byte can tell apart.</summary>
    private const int MaxDepth = 256;

    private readonly AlignedArray<byte> _indices = Indices(depth);

    public static bool CanRun(ArgMaxParameters parameters) => parameters is { Inner: 1, Depth: >= Elements and <= MaxDepth };

    public sealed override void Run(ReadOnlySpan<sbyte> input, Span<int> output, int first)
    {
        fixed (sbyte* from = input)
        fixed (int* to = output)
            Search(from + (nint)first * depth, (byte*)_indices.Block.Start, depth - Elements, to, output.Length);
    }

    /// <summary>Searches rows that follow each other.</summary>
    /// <param name="row">The first row.</param>
    /// <param name="indices">The numbers from 0 to depth − 1.</param>
    /// <param name="last">Where the last vector of a row begins; it may overlap the one before it.</param>
    /// <param name="output">Where the indices go.</param>
    /// <param name="count">How many rows.</param>
    protected abstract void Search(sbyte* row, byte* indices, int last, int* output, int count);

    private static AlignedArray<byte> Indices(int depth)
    {
        var indices = new AlignedArray<byte>(depth);
        for (int i = 0; i < depth; i++)
            indices[i] = (byte)i;
        return indices;
    }
}
