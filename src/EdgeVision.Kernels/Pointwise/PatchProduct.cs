using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeVision.Kernels;

/// <summary>
/// Patches times a filter matrix. A patch is what one output pixel reads, as 16-bit <c>x − z_in</c>, so that padding is 0; the filter
/// is stored as 16-bit <c>w − z_w</c>. Both zero points are thus exact without corrections, and vpmaddwd sums two products of at most
/// 255·255 without overflow.
/// </summary>
internal abstract class PatchProduct
{
    /// <summary>Longest patch; a tile of them fits any thread's stack.</summary>
    public const int MaxDepth = 8192;

    /// <summary>What a block of patches may take of the first-level cache.</summary>
    public const int BlockBytes = 24 << 10;

    private const int Pair = 2;

    private readonly AlignedArray<short> _weights;

    /// <summary>Packs [channel][depth] weights as [tile of channels][pair of depths][lane][depth of the pair].</summary>
    protected PatchProduct(
        FilterLayout layout,
        ChannelTiles tiles,
        int filterZeroPoint,
        ReadOnlySpan<sbyte> filter,
        Requantization requantization)
    {
        Tiles = tiles;
        int tileChannels = tiles.Size;
        Table = new RequantizationTable(requantization, Tiles);
        Depth = PaddedDepth(layout.Taps);
        _weights = new AlignedArray<short>(Tiles.Count * tileChannels * Depth);
        for (int tile = 0; tile < Tiles.Count; tile++)
        {
            Span<int> pairs = MemoryMarshal.Cast<short, int>(_weights.Slice(tile * tileChannels * Depth, tileChannels * Depth));
            for (int lane = 0; lane < tileChannels; lane++)
            {
                int c = Tiles.Channel(tile, lane), from = c * layout.ChannelStride;
                if (c >= layout.Channels)
                    continue;
                for (int pair = 0; pair < layout.Taps / Pair; pair++, from += Pair * layout.TapStride)
                {
                    int first = filter[from] - filterZeroPoint, second = filter[from + layout.TapStride] - filterZeroPoint;
                    pairs[pair * tileChannels + lane] = (ushort)first | (second << 16);
                }

                if (layout.Taps % Pair != 0)
                    pairs[(Pairs - 1) * tileChannels + lane] = (ushort)(filter[from] - filterZeroPoint);
            }
        }
    }

    /// <summary>The product that <paramref name="blocks"/> were taken from.</summary>
    /// <exception cref="KernelException">Patches or blocks do not fit.</exception>
    protected PatchProduct(FilterLayout layout, ChannelTiles tiles, LinearParameters parameters, ReadOnlySpan<PackedBlock> blocks)
    {
        Require.Patches(Fits(layout, tiles.Size), layout);
        Require.Blocks(blocks, 2);
        Tiles = tiles;
        Depth = PaddedDepth(layout.Taps);
        _weights = new AlignedArray<short>(blocks[0], (long)tiles.Count * tiles.Size * Depth);
        Table = new RequantizationTable(parameters, tiles, blocks[1]);
    }

    /// <summary>
    /// Most patches to be multiplied together. A tile of weights is used for all of them while it is in the first-level cache, and so are
    /// they for all tiles.
    /// </summary>
    public abstract int BlockPatches { get; }

    /// <summary>Length of a patch: the taps, made even by one that meets zero weights.</summary>
    public int Depth { get; }

    public PackedBlock[] Blocks => [_weights.Block, Table.Block];

    public long Bytes => _weights.Bytes + Table.Bytes;

    protected RequantizationTable Table { get; }

    protected ChannelTiles Tiles { get; }

    protected int Pairs => Depth / Pair;

    /// <summary>Whether the packed weights of this layout can be indexed and its patches fit the stack.</summary>
    public static bool Fits(FilterLayout layout, int tileChannels) =>
        layout.Taps <= MaxDepth && (layout.Channels + (long)tileChannels) * PaddedDepth(layout.Taps) <= Array.MaxLength;

    /// <summary>
    /// Multiplies the first <paramref name="count"/> of <see cref="BlockPatches"/> patches laid one after another; what the others hold
    /// does not matter.
    /// </summary>
    /// <param name="patches">[patch][depth], <see cref="BlockPatches"/> of them.</param>
    /// <param name="count">In [1, <see cref="BlockPatches"/>].</param>
    /// <param name="output">[patch][channel].</param>
    public abstract void Run(ReadOnlySpan<short> patches, int count, Span<sbyte> output);

    /// <summary>The packed weights of a tile of channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected ref short Weights(int tile) => ref _weights[tile * Tiles.Size * Depth];

    private static int PaddedDepth(int taps) => (taps + Pair - 1) / Pair * Pair;
}
