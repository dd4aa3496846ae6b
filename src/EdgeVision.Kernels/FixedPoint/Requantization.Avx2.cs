using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary><see cref="Requantization.Apply"/> on the sixteen channels of a tile, bit for bit.</summary>
internal readonly struct RequantizationAvx2(RequantizationTable table)
{
    /// <summary>Channels in a tile: two vectors.</summary>
    public const int Tile = 16;

    /// <summary>Channels in a vector; a tile of just these is one vector, in natural order.</summary>
    public const int Lanes = Tile / 2;

    /// <summary>Most pixels whose sums are turned into bytes together.</summary>
    public const int MaxPixels = 28;

    private readonly Vector128<short> _zeroPoint = Vector128.Create(table.FloorsOnce ? (short)0 : table.OutputZeroPoint);
    private readonly Vector128<sbyte> _min = Vector128.Create(table.Range.Min);
    private readonly Vector128<sbyte> _max = Vector128.Create(table.Range.Max);

    /// <summary>What the accumulators of a tile's first (0) or second (1) vector start from.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Bias(ref int tile, int vector) => Row(ref tile, RequantizationTable.Bias, Tile, vector * Lanes);

    /// <summary>Turns the accumulators of some pixels into bytes.</summary>
    /// <param name="table">The channels' constants.</param>
    /// <param name="tile">Which tile of channels.</param>
    /// <param name="sums">[pixel][lane], <see cref="Tile"/> lanes.</param>
    /// <param name="pixels">How many.</param>
    /// <param name="output">The first pixel's bytes of the tile's channels, in order.</param>
    /// <param name="stride">Bytes from there to the next pixel's.</param>
    public static void Apply(RequantizationTable table, int tile, ref int sums, int pixels, ref sbyte output, nint stride)
    {
        if (table.FloorsOnce)
            Apply<FlooredOnceAvx2>(table, tile, ref sums, pixels, ref output, stride);
        else
            Apply<RoundedTwiceAvx2>(table, tile, ref sums, pixels, ref output, stride);
    }

    private static void Apply<TRounding>(RequantizationTable table, int tile, ref int sums, int pixels, ref sbyte output, nint stride)
        where TRounding : IRoundingAvx2
    {
        ref int rows = ref table.Tile(tile);
        Vector256<short> zeroPoint = Vector256.Create(table.OutputZeroPoint);
        Vector128<sbyte> min = Vector128.Create(table.Range.Min), max = Vector128.Create(table.Range.Max);
        for (int i = 0; i < pixels; i++)
        {
            Vector256<int> a = TRounding.Scale(ref rows, Tile, 0, Vector256.LoadUnsafe(ref sums));
            Vector256<int> b = TRounding.Scale(ref rows, Tile, Lanes, Vector256.LoadUnsafe(ref sums, Lanes));

            // Saturating at 16 bits on the way to 8 loses nothing: every such value is clamped in the end.
            Vector256<short> words = Avx2.PackSignedSaturate(a, b);
            if (!TRounding.AddsZeroPoint)
                words = Avx2.AddSaturate(words, zeroPoint);
            Sse41.Min(Sse41.Max(Sse2.PackSignedSaturate(words.GetLower(), words.GetUpper()), min), max).StoreUnsafe(ref output);
            sums = ref Unsafe.Add(ref sums, Tile);
            output = ref Unsafe.Add(ref output, stride);
        }
    }

    /// <summary>The same into whole pixels; tiles of fewer channels than lanes go through memory of their own, because vectors would overwrite the next pixel.</summary>
    /// <param name="table">The channels' constants.</param>
    /// <param name="tiles">The channels of a pixel.</param>
    /// <param name="tile">Which tile of channels.</param>
    /// <param name="sums">[pixel][lane].</param>
    /// <param name="pixels">How many; at most <see cref="MaxPixels"/>.</param>
    /// <param name="output">[pixel][channel].</param>
    [SkipLocalsInit]
    public static void Apply(RequantizationTable table, ChannelTiles tiles, int tile, ref int sums, int pixels, Span<sbyte> output)
    {
        Span<sbyte> channels = output.Slice(tiles.First(tile), (pixels - 1) * tiles.Channels + Math.Min(tiles.Channels, Tile));
        if (tiles.Channels >= Tile)
        {
            Apply(table, tile, ref sums, pixels, ref MemoryMarshal.GetReference(channels), tiles.Channels);
            return;
        }

        Span<sbyte> lanes = stackalloc sbyte[MaxPixels * Tile];
        Apply(table, tile, ref sums, pixels, ref MemoryMarshal.GetReference(lanes), Tile);
        for (int i = 0; i < pixels; i++)
            lanes.Slice(i * Tile, tiles.Channels).CopyTo(channels[(i * tiles.Channels)..]);
    }

    /// <summary>The bytes of the eight channels of a tile of <see cref="Lanes"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector64<sbyte> Apply(ref int tile, Vector256<int> accumulators)
    {
        Vector256<int> scaled = table.FloorsOnce
            ? FlooredOnceAvx2.Scale(ref tile, Lanes, 0, accumulators)
            : RoundedTwiceAvx2.Scale(ref tile, Lanes, 0, accumulators);
        Vector128<short> words = Sse2.AddSaturate(Sse2.PackSignedSaturate(scaled.GetLower(), scaled.GetUpper()), _zeroPoint);
        return Sse41.Min(Sse41.Max(Sse2.PackSignedSaturate(words, words), _min), _max).GetLower();
    }

    /// <summary>Eight numbers of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Row(ref int tile, int row, int length, int lane) => Vector256.LoadUnsafe(ref tile, (nuint)(row * length + lane));
}
