using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeVision.Kernels;

/// <summary>
/// Patches times a filter matrix. A patch is what one output pixel reads, as 16-bit <c>x − z_in</c>, so that padding is 0; the filter
/// is stored as 16-bit <c>w − z_w</c>. Both zero points are thus exact without corrections, and vpmaddwd sums two products of at most
/// 255·255 without overflow. A patch has one row, or a window's, each made even by a tap that meets a zero weight.
/// </summary>
internal abstract unsafe class PatchProduct
{
    /// <summary>Longest patch; a tile of them fits any thread's stack.</summary>
    public const int MaxDepth = 8192;

    /// <summary>What a block of patches may take of the first-level cache.</summary>
    public const int BlockBytes = 24 << 10;

    /// <summary>Most patches that are multiplied at once; as many are read where fewer are left.</summary>
    public const int MaxTile = 8;

    private const int Pair = 2;

    private readonly AlignedArray<short> _weights;

    /// <summary>Packs [channel][tap] weights as [tile of channels][row][pair of taps][lane][tap of the pair].</summary>
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
        (Rows, RowPairs) = (layout.Taps / layout.RowTaps, PaddedDepth(layout.RowTaps) / Pair);
        _weights = new AlignedArray<short>(Tiles.Count * tileChannels * Depth);
        for (int tile = 0; tile < Tiles.Count; tile++)
        {
            Span<int> pairs = MemoryMarshal.Cast<short, int>(_weights.Slice(tile * tileChannels * Depth, tileChannels * Depth));
            for (int lane = 0; lane < tileChannels; lane++)
            {
                int c = Tiles.Channel(tile, lane), from = c * layout.ChannelStride;
                if (c >= layout.Channels)
                    continue;
                for (int row = 0; row < Rows; row++)
                {
                    int to = row * RowPairs * tileChannels + lane;
                    for (int pair = 0; pair < layout.RowTaps / Pair; pair++, from += Pair * layout.TapStride, to += tileChannels)
                    {
                        int first = filter[from] - filterZeroPoint, second = filter[from + layout.TapStride] - filterZeroPoint;
                        pairs[to] = (ushort)first | (second << 16);
                    }

                    if (layout.RowTaps % Pair != 0)
                    {
                        pairs[to] = (ushort)(filter[from] - filterZeroPoint);
                        from += layout.TapStride;
                    }
                }
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
        (Rows, RowPairs) = (layout.Taps / layout.RowTaps, PaddedDepth(layout.RowTaps) / Pair);
        _weights = new AlignedArray<short>(blocks[0], (long)tiles.Count * tiles.Size * Depth);
        Table = new RequantizationTable(parameters, tiles, blocks[1]);
    }

    /// <summary>
    /// Most patches to be multiplied together. A tile of weights is used for all of them while it is in the first-level cache, and so are
    /// they for all tiles.
    /// </summary>
    public abstract int BlockPatches { get; }

    /// <summary>Patches that are multiplied at once; fewer take as long.</summary>
    public abstract int TilePatches { get; }

    /// <summary>Rows of a patch.</summary>
    public int Rows { get; }

    /// <summary>Pairs of taps in a row.</summary>
    public int RowPairs { get; }

    /// <summary>Length of a patch.</summary>
    public int Depth => Rows * RowPairs * Pair;

    public PackedBlock[] Blocks => [_weights.Block, Table.Block];

    public long Bytes => _weights.Bytes + Table.Bytes;

    protected RequantizationTable Table { get; }

    protected ChannelTiles Tiles { get; }

    /// <summary>Whether the packed weights of this layout can be indexed and its patches fit the stack.</summary>
    public static bool Fits(FilterLayout layout, int tileChannels) =>
        layout.Taps <= MaxDepth
        && (layout.Channels + (long)tileChannels) * (layout.Taps / layout.RowTaps) * PaddedDepth(layout.RowTaps) <= Array.MaxLength;

    /// <summary>Multiplies patches.</summary>
    /// <param name="patches">Up to <see cref="MaxTile"/> − 1 more are read; what those after <paramref name="count"/> hold does not matter.</param>
    /// <param name="count">In [1, <see cref="BlockPatches"/>].</param>
    /// <param name="output">[patch][channel].</param>
    public abstract void Run(PatchRows patches, int count, Span<sbyte> output);

    /// <summary>The packed weights of a tile of channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected ref short Weights(int tile) => ref _weights[tile * Tiles.Size * Depth];

    private static int PaddedDepth(int taps) => (taps + Pair - 1) / Pair * Pair;
}
