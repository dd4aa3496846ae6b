namespace EdgeVision.Kernels;

/// <summary>
/// Which output channels a vector kernel computes at once, and in which lanes of its 32-bit accumulators. A tile is one vector;
/// or two, whose groups of four channels alternate, because packing two vectors (vpackssdw) puts such groups side by side again; or four, of
/// which each has every fourth channel, because that is how 32-bit lanes are cut into bytes. The last tile ends with the last channel and may
/// overlap the one before it; fewer channels than one tile leave lanes unused.
/// </summary>
/// <param name="Channels">Output channels.</param>
/// <param name="Size">Channels per tile.</param>
/// <param name="Vectors">1, 2 or 4.</param>
internal readonly record struct ChannelTiles(int Channels, int Size, int Vectors = 2)
{
    private const int Group = 4;

    public int Count => (Channels + Size - 1) / Size;

    /// <summary>The lowest channel of a tile.</summary>
    public int First(int tile) => Math.Min(tile * Size, Math.Max(Channels - Size, 0));

    /// <summary>The channel of a tile's lane, lanes of later vectors counted on; <see cref="Channels"/> or more for an unused one.</summary>
    public int Channel(int tile, int lane)
    {
        (int vector, int inVector) = Math.DivRem(lane, Size / Vectors);
        return First(tile) + Vectors switch
        {
            1 => inVector,
            2 => ((inVector / Group * 2) + vector) * Group + inVector % Group,
            _ => inVector * Group + vector,
        };
    }
}
