using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>
/// <see cref="Requantization.Apply"/> on the channels of a tile, bit for bit, for several pixels in a row, so that the tile's
/// constants are read once. <see cref="RequantizationTable"/> explains the arithmetic.
/// </summary>
internal static class RequantizationAvx512
{
    /// <summary>Channels in a tile of two vectors.</summary>
    public const int Tile = 32;

    /// <summary>Channels in a vector.</summary>
    public const int Lanes = Tile / 2;

    /// <summary>Most pixels whose sums are turned into bytes together.</summary>
    public const int MaxPixels = 28;

    /// <inheritdoc cref="RequantizationAvx2.Bias"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Bias(ref int tile, int vector) => Row(ref tile, RequantizationTable.Bias, Tile, vector);

    /// <summary>Four pixels of sixteen channels, whose accumulators are scaled, as bytes one after another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<sbyte> PackPixels<TRounding>(
        Vector512<int> a,
        Vector512<int> b,
        Vector512<int> c,
        Vector512<int> d,
        Vector512<short> zeroPoint,
        Vector512<sbyte> min,
        Vector512<sbyte> max)
        where TRounding : IRoundingAvx512
    {
        Vector512<short> first = Avx512BW.PackSignedSaturate(a, b), second = Avx512BW.PackSignedSaturate(c, d);
        if (!TRounding.AddsZeroPoint)
            (first, second) = (Avx512BW.AddSaturate(first, zeroPoint), Avx512BW.AddSaturate(second, zeroPoint));

        // Packed, 128 bits hold four channels of each pixel.
        Vector512<int> pixelByPixel = Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
        Vector512<int> bytes = Avx512F.PermuteVar16x32(Avx512BW.PackSignedSaturate(first, second).AsInt32(), pixelByPixel);
        return Avx512BW.Min(Avx512BW.Max(bytes.AsSByte(), min), max);
    }

    /// <summary>Sixteen numbers of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Row(ref int tile, int row, int size, int vector) =>
        Vector512.LoadUnsafe(ref tile, (nuint)(row * size + vector * Lanes));

    private static Vector128<sbyte> QuartersInOrder => Vector128.Create(0, 8, 4, 12, 1, 9, 5, 13, 2, 10, 6, 14, 3, 11, 7, (sbyte)15);

    /// <summary>Turns the accumulators of some pixels into bytes, where a tile has two vectors.</summary>
    /// <param name="table">The channels' constants.</param>
    /// <param name="tile">Which tile of channels.</param>
    /// <param name="sums">[pixel][lane], <see cref="Tile"/> lanes; overwritten.</param>
    /// <param name="pixels">How many.</param>
    /// <param name="output">The first pixel's bytes of the tile's channels, in order.</param>
    /// <param name="stride">Bytes from there to the next pixel's.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply(RequantizationTable table, int tile, ref int sums, int pixels, ref sbyte output, nint stride)
    {
        if (table.FloorsOnce)
            Apply<FlooredOnceAvx512>(table, tile, ref sums, pixels, ref output, stride);
        else
            Apply<RoundedTwiceAvx512>(table, tile, ref sums, pixels, ref output, stride);
    }

    private static void Apply<TRounding>(RequantizationTable table, int tile, ref int sums, int pixels, ref sbyte output, nint stride)
        where TRounding : IRoundingAvx512
    {
        ref int rows = ref table.Tile(tile);
        if (table.ShiftsLeft)
            ShiftLeft(ref rows, ref sums, pixels, vectors: 2);
        Vector512<int> mantissa0 = Row(ref rows, RequantizationTable.Mantissa, Tile, 0), mantissa1 = Row(ref rows, RequantizationTable.Mantissa, Tile, 1);
        Vector512<int> odd0 = Row(ref rows, RequantizationTable.OddMantissa, Tile, 0), odd1 = Row(ref rows, RequantizationTable.OddMantissa, Tile, 1);
        Vector512<int> half0 = Row(ref rows, RequantizationTable.Half, Tile, 0), half1 = Row(ref rows, RequantizationTable.Half, Tile, 1);
        Vector512<int> sign0 = Row(ref rows, RequantizationTable.Sign, Tile, 0), sign1 = Row(ref rows, RequantizationTable.Sign, Tile, 1);
        Vector512<int> right0 = Row(ref rows, RequantizationTable.Right, Tile, 0), right1 = Row(ref rows, RequantizationTable.Right, Tile, 1);
        Vector512<short> zeroPoint = Vector512.Create(table.OutputZeroPoint);
        Vector256<sbyte> min = Vector256.Create(table.Range.Min), max = Vector256.Create(table.Range.Max);
        for (int i = 0; i < pixels; i++)
        {
            Vector512<int> a = TRounding.Scale(Vector512.LoadUnsafe(ref sums), mantissa0, odd0, right0, half0, sign0);
            Vector512<int> b = TRounding.Scale(Vector512.LoadUnsafe(ref sums, Lanes), mantissa1, odd1, right1, half1, sign1);

            // Saturating at 16 bits on the way to 8 loses nothing: every such value is clamped in the end.
            Vector512<short> words = Avx512BW.PackSignedSaturate(a, b);
            if (!TRounding.AddsZeroPoint)
                words = Avx512BW.AddSaturate(words, zeroPoint);
            Avx2.Min(Avx2.Max(Avx512BW.ConvertToVector256SByteWithSaturation(words), min), max).StoreUnsafe(ref output);
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

    /// <summary>The same where a tile has four vectors: <c>2·<see cref="Tile"/></c> lanes.</summary>
    /// <param name="table">The channels' constants.</param>
    /// <param name="tile">Which tile of channels.</param>
    /// <param name="sums">[pixel][lane]; overwritten.</param>
    /// <param name="pixels">How many.</param>
    /// <param name="output">The first pixel's bytes of the tile's channels, in order.</param>
    /// <param name="stride">Bytes from there to the next pixel's.</param>
    public static void ApplyQuarters(RequantizationTable table, int tile, ref int sums, int pixels, ref sbyte output, nint stride)
    {
        ref int rows = ref table.Tile(tile);
        if (table.ShiftsLeft)
            ShiftLeft(ref rows, ref sums, pixels, vectors: 4);
        for (int vector = 0; vector < 2; vector++)
        {
            if (table.FloorsOnce)
                ToWords<FlooredOnceAvx512>(ref rows, vector, table.OutputZeroPoint, ref Unsafe.Add(ref sums, vector * Lanes), pixels);
            else
                ToWords<RoundedTwiceAvx512>(ref rows, vector, table.OutputZeroPoint, ref Unsafe.Add(ref sums, vector * Lanes), pixels);
        }

        Vector512<sbyte> min = Vector512.Create(table.Range.Min), max = Vector512.Create(table.Range.Max);
        Vector512<sbyte> order = Vector512.Create(Vector256.Create(QuartersInOrder, QuartersInOrder), Vector256.Create(QuartersInOrder, QuartersInOrder));
        for (int i = 0; i < pixels; i++)
        {
            // Packed, 128 bits hold four bytes each of the vectors 0, 2, 1 and 3.
            Vector512<short> even = Vector512.LoadUnsafe(ref sums).AsInt16(), odd = Vector512.LoadUnsafe(ref sums, Lanes).AsInt16();
            Vector512<sbyte> bytes = Avx512BW.Shuffle(Avx512BW.PackSignedSaturate(even, odd), order);
            Avx512BW.Min(Avx512BW.Max(bytes, min), max).StoreUnsafe(ref output);
            sums = ref Unsafe.Add(ref sums, 2 * Tile);
            output = ref Unsafe.Add(ref output, stride);
        }
    }

    /// <summary>Vector <paramref name="v"/> and the second one after it, of four, become 16-bit numbers in the former's place.</summary>
    private static void ToWords<TRounding>(ref int rows, int v, short outputZeroPoint, ref int sums, int pixels)
        where TRounding : IRoundingAvx512
    {
        const int Size = 2 * Tile;
        Vector512<int> mantissa0 = Row(ref rows, RequantizationTable.Mantissa, Size, v), mantissa1 = Row(ref rows, RequantizationTable.Mantissa, Size, v + 2);
        Vector512<int> odd0 = Row(ref rows, RequantizationTable.OddMantissa, Size, v), odd1 = Row(ref rows, RequantizationTable.OddMantissa, Size, v + 2);
        Vector512<int> half0 = Row(ref rows, RequantizationTable.Half, Size, v), half1 = Row(ref rows, RequantizationTable.Half, Size, v + 2);
        Vector512<int> sign0 = Row(ref rows, RequantizationTable.Sign, Size, v), sign1 = Row(ref rows, RequantizationTable.Sign, Size, v + 2);
        Vector512<int> right0 = Row(ref rows, RequantizationTable.Right, Size, v), right1 = Row(ref rows, RequantizationTable.Right, Size, v + 2);
        Vector512<short> zeroPoint = Vector512.Create(outputZeroPoint);
        for (int i = 0; i < pixels; i++)
        {
            Vector512<int> a = TRounding.Scale(Vector512.LoadUnsafe(ref sums), mantissa0, odd0, right0, half0, sign0);
            Vector512<int> b = TRounding.Scale(Vector512.LoadUnsafe(ref sums, Tile), mantissa1, odd1, right1, half1, sign1);
            Vector512<short> words = Avx512BW.PackSignedSaturate(a, b);
            if (!TRounding.AddsZeroPoint)
                words = Avx512BW.AddSaturate(words, zeroPoint);
            words.AsInt32().StoreUnsafe(ref sums);
            sums = ref Unsafe.Add(ref sums, Size);
        }
    }

    /// <summary>Multipliers of 1 and more are rare, so what they need is not in everybody's way.</summary>
    private static void ShiftLeft(ref int rows, ref int sums, int pixels, int vectors)
    {
        for (int i = 0; i < vectors * pixels; i++)
        {
            Vector512<int> shifts = Row(ref rows, RequantizationTable.Left, vectors * Lanes, i % vectors);
            Avx512F.ShiftLeftLogicalVariable(Vector512.LoadUnsafe(ref sums), shifts.AsUInt32()).StoreUnsafe(ref sums);
            sums = ref Unsafe.Add(ref sums, Lanes);
        }
    }
}
