namespace EdgeVision.Kernels;

/// <summary>
/// Patches of unsigned bytes (128 higher than the inputs) times a filter matrix, four products at a time in 16 bits: see
/// <see cref="NarrowWeights"/>. The zero point is folded into the bias.
/// </summary>
internal abstract class NarrowProduct
{
    protected NarrowProduct(PointwiseParameters parameters, int tileChannels, ReadOnlySpan<sbyte> filter, Requantization requantization)
    {
        FilterLayout layout = PointwisePatches.LayoutOf(parameters);
        Tiles = new ChannelTiles(layout.Channels, tileChannels);
        Weights = new NarrowWeights(layout, Tiles, parameters.FilterZeroPoint, filter);
        Table = new RequantizationTable(requantization, Tiles);
        for (int i = 0; i < Tiles.Count * tileChannels; i++)
            Table[i / tileChannels, RequantizationTable.Bias, i % tileChannels] -= (parameters.InputZeroPoint + RaisedBytes.By) * Weights.Sums[i];
    }

    /// <summary>The product that <paramref name="blocks"/> were taken from.</summary>
    /// <exception cref="KernelException">Patches or blocks do not fit, or their weights could leave 16 bits.</exception>
    protected NarrowProduct(PointwiseParameters parameters, int tileChannels, ReadOnlySpan<PackedBlock> blocks)
    {
        FilterLayout layout = PointwisePatches.LayoutOf(parameters);
        Require.Patches(NarrowWeights.Fits(layout, tileChannels), layout);
        Require.Blocks(blocks, NarrowWeights.BlockCount + 1);
        Tiles = new ChannelTiles(layout.Channels, tileChannels);
        Weights = new NarrowWeights(layout, Tiles, blocks[..NarrowWeights.BlockCount]);
        Table = new RequantizationTable(parameters, Tiles, blocks[NarrowWeights.BlockCount]);
    }

    /// <summary>Most patches to be multiplied together; see <see cref="PatchProduct.BlockPatches"/>.</summary>
    public abstract int BlockPatches { get; }

    /// <summary>Patches that are multiplied at once; fewer take as long.</summary>
    public abstract int TilePatches { get; }

    /// <summary>Bytes of a patch.</summary>
    public int Depth => Weights.Depth;

    public PackedBlock[] Blocks => Weights.BlocksWith(Table.Block);

    public long Bytes => Weights.Bytes + Table.Bytes;

    protected NarrowWeights Weights { get; }

    /// <summary>With biases for raised inputs.</summary>
    protected RequantizationTable Table { get; }

    protected ChannelTiles Tiles { get; }

    /// <summary>Multiplies patches laid one after another.</summary>
    /// <param name="patches">[patch][depth], <see cref="BlockPatches"/> of them; what those after <paramref name="count"/> hold does not matter.</param>
    /// <param name="count">In [1, <see cref="BlockPatches"/>].</param>
    /// <param name="output">[patch][channel].</param>
    public abstract void Run(ReadOnlySpan<byte> patches, int count, Span<sbyte> output);
}
