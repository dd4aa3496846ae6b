namespace EdgeVision.Kernels;

/// <summary>
/// Which output channels a vector kernel computes at once, and in which lanes: a tile is two vectors of 32-bit accumulators, whose groups
/// of four channels alternate, because packing two vectors (vpackssdw) puts such groups side by side again. The last tile ends with the
/// last channel and may overlap the one before it; fewer channels than one tile leave lanes unused.
/// </summary>
/// <param name="Channels">Output channels.</param>
/// <param name="Size">Channels per tile.</param>
internal readonly record struct ChannelTiles(int Channels, int Size)
{
    private const int Group = 4;

    public int Count => (Channels + Size - 1) / Size;

    /// <summary>The lowest channel of a tile.</summary>
    public int First(int tile) => Math.Min(tile * Size, Math.Max(Channels - Size, 0));

    /// <summary>The channel of a tile's lane, lanes of the second vector counted on; <see cref="Channels"/> or more for an unused one.</summary>
    public int Channel(int tile, int lane)
    {
        (int vector, int inVector) = Math.DivRem(lane, Size / 2);
        return First(tile) + ((inVector / Group * 2) + vector) * Group + inVector % Group;
    }
}
