using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>
/// <see cref="Requantization.Apply"/> on the thirty-two channels of a tile, bit for bit, for several pixels in a row, so that the tile's
/// constants are read once. <see cref="RequantizationTable"/> explains the arithmetic.
/// </summary>
internal static class RequantizationAvx512
{
    /// <summary>Channels in a tile: two vectors.</summary>
    public const int Tile = 32;

    /// <summary>Channels in a vector.</summary>
    public const int Lanes = Tile / 2;

    /// <inheritdoc cref="RequantizationAvx2.Bias"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Bias(ref int tile, int vector) => Row(ref tile, RequantizationTable.Bias, vector);

    /// <summary>Turns the accumulators of some pixels into bytes.</summary>
    /// <param name="table">The channels' constants.</param>
    /// <param name="tile">Which tile of channels.</param>
    /// <param name="sums">[pixel][lane], <see cref="Tile"/> lanes; overwritten.</param>
    /// <param name="pixels">How many.</param>
    /// <param name="output">The first pixel's bytes of the tile's channels, in order.</param>
    /// <param name="stride">Bytes from there to the next pixel's.</param>
    public static void Apply(RequantizationTable table, int tile, ref int sums, int pixels, ref sbyte output, nint stride)
    {
        ref int rows = ref table.Tile(tile);
        if (table.ShiftsLeft)
            ShiftLeft(ref rows, ref sums, pixels);
        Vector512<int> upperHalves = Vector512.Create(1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31);
        Vector512<long> rounding = Vector512.Create(1L << 31);
        Vector512<int> mantissa0 = Row(ref rows, RequantizationTable.Mantissa, 0), mantissa1 = Row(ref rows, RequantizationTable.Mantissa, 1);
        Vector512<int> odd0 = Row(ref rows, RequantizationTable.OddMantissa, 0), odd1 = Row(ref rows, RequantizationTable.OddMantissa, 1);
        Vector512<int> half0 = Row(ref rows, RequantizationTable.Half, 0), half1 = Row(ref rows, RequantizationTable.Half, 1);
        Vector512<int> sign0 = Row(ref rows, RequantizationTable.Sign, 0), sign1 = Row(ref rows, RequantizationTable.Sign, 1);
        Vector512<int> right0 = Row(ref rows, RequantizationTable.Right, 0), right1 = Row(ref rows, RequantizationTable.Right, 1);
        Vector512<short> zeroPoint = Vector512.Create(table.OutputZeroPoint);
        Vector256<sbyte> min = Vector256.Create(table.Range.Min), max = Vector256.Create(table.Range.Max);
        for (int i = 0; i < pixels; i++)
        {
            Vector512<int> a = Scale(Vector512.LoadUnsafe(ref sums), mantissa0, odd0, half0, sign0, right0, upperHalves, rounding);
            Vector512<int> b = Scale(Vector512.LoadUnsafe(ref sums, Lanes), mantissa1, odd1, half1, sign1, right1, upperHalves, rounding);

            // Saturating at 16 bits on the way to 8 loses nothing: every such value is clamped in the end.
            Vector512<short> words = Avx512BW.AddSaturate(Avx512BW.PackSignedSaturate(a, b), zeroPoint);
            Avx2.Min(Avx2.Max(Avx512BW.ConvertToVector256SByteWithSaturation(words), min), max).StoreUnsafe(ref output);
            sums = ref Unsafe.Add(ref sums, Tile);
            output = ref Unsafe.Add(ref output, stride);
        }
    }

    /// <summary>Multipliers of 1 and more are rare, so what they need is not in everybody's way.</summary>
    private static void ShiftLeft(ref int rows, ref int sums, int pixels)
    {
        for (int i = 0; i < 2 * pixels; i++)
        {
            Vector512<int> shifts = Row(ref rows, RequantizationTable.Left, i % 2);
            Avx512F.ShiftLeftLogicalVariable(Vector512.LoadUnsafe(ref sums), shifts.AsUInt32()).StoreUnsafe(ref sums);
            sums = ref Unsafe.Add(ref sums, Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Row(ref int tile, int row, int vector) => Vector512.LoadUnsafe(ref tile, (nuint)(row * Tile + vector * Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Scale(
        Vector512<int> x,
        Vector512<int> mantissa,
        Vector512<int> oddMantissa,
        Vector512<int> half,
        Vector512<int> sign,
        Vector512<int> right,
        Vector512<int> upperHalves,
        Vector512<long> rounding)
    {
        // The same steps as in AVX2; see there.
        Vector512<long> even = Avx512F.Multiply(x, mantissa) + rounding;
        Vector512<long> odd = Avx512F.Multiply((x.AsInt64() >>> 32).AsInt32(), oddMantissa) + rounding;
        Vector512<int> high = Avx512F.PermuteVar16x32x2(even.AsInt32(), upperHalves, odd.AsInt32()) + x;
        Vector512<int> sum = high + half - Avx512F.ShiftRightLogicalVariable(high, sign.AsUInt32());
        return Avx512F.ShiftRightArithmeticVariable(sum, right.AsUInt32());
    }
}
