using System.Runtime.Intrinsics;

namespace EdgeVision.Kernels;

/// <summary>Weights from a file. Nothing of it is believed: which taps residues belong to, nor that no four leaves 16 bits.</summary>
internal sealed partial class NarrowWeights
{
    /// <summary>How many blocks weights are.</summary>
    public const int BlockCount = 4;

    /// <param name="layout">Of the filter; it fits.</param>
    /// <param name="tiles">Of the channels; two vectors.</param>
    /// <param name="blocks">The first of <see cref="BlocksWith"/> of the weights that were packed.</param>
    /// <exception cref="KernelException">Lengths or indices do not fit, or a four could leave 16 bits.</exception>
    public NarrowWeights(FilterLayout layout, ChannelTiles tiles, ReadOnlySpan<PackedBlock> blocks)
    {
        _tiles = tiles;
        Sums = [];
        Depth = PaddedDepth(layout.Taps);
        _weights = new AlignedArray<sbyte>(blocks[0], (long)tiles.Count * tiles.Size * Depth);
        RequireSafeFours();

        // Indices are copied before they are checked: a file that changes later cannot lead outside a patch.
        _firstPair = Copy(blocks[3], tiles.Count + 1L);
        int pairs = RequirePairs(_firstPair);
        _residueTaps = Copy(blocks[2], pairs * (long)Pair);
        foreach (int tap in _residueTaps)
            Require.Known(tap, Depth - 1, "tap of a residue");
        _residues = new AlignedArray<short>(blocks[1], (long)pairs * tiles.Size * Pair);
    }

    /// <summary>Weights, residues, their taps, where those of each tile begin, and another block.</summary>
    public PackedBlock[] BlocksWith(PackedBlock table) =>
        [_weights.Block, _residues.Block, new AlignedArray<int>(_residueTaps).Block, new AlignedArray<int>(_firstPair).Block, table];

    private static int[] Copy(PackedBlock block, long length)
    {
        var values = new AlignedArray<int>(block, length);
        var copy = new int[values.Length];
        for (int i = 0; i < copy.Length; i++)
            copy[i] = values[i];
        return copy;
    }

    /// <summary>How many pairs of residues there are: in each tile at most as many as there are pairs of taps.</summary>
    private int RequirePairs(int[] firstPair)
    {
        Require.Equal(firstPair[0], 0, "first pair of residues");
        for (int tile = 1; tile < firstPair.Length; tile++)
            Require.Known(firstPair[tile] - firstPair[tile - 1], Depth / Pair, "number of pairs of residues");
        return firstPair[^1];
    }

    /// <summary>The positive weights of each four sum to at most <see cref="Limit"/>, and the negative ones too.</summary>
    private void RequireSafeFours()
    {
        int half = _tiles.Size / 2 * Four;
        Vector256<short> most = default;
        for (int first = 0; first < _weights.Length; first += 2 * half)
        {
            for (int i = first; i < first + half; i += Vector256<sbyte>.Count)
            {
                Vector256<short> front = Vector256.LoadUnsafe(ref _weights[i]).AsInt16(), back = Vector256.LoadUnsafe(ref _weights[i + half]).AsInt16();
                Vector256<short> a = (front << 8) >> 8, b = front >> 8, c = (back << 8) >> 8, d = back >> 8; // the four's weights, in 16 bits
                most = Vector256.Max(most, Positive(a) + Positive(b) + Positive(c) + Positive(d));
                most = Vector256.Max(most, Positive(-a) + Positive(-b) + Positive(-c) + Positive(-d));
            }
        }

        if (Vector256.GreaterThanAny(most, Vector256.Create((short)Limit)))
            throw new KernelException("packed weights whose sums of four products could leave 16 bits");
    }

    private static Vector256<short> Positive(Vector256<short> values) => Vector256.Max(values, Vector256<short>.Zero);
}
