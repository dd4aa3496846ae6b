using System.Runtime.CompilerServices;
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

    private readonly Vector256<short> _zeroPoint = Vector256.Create(table.OutputZeroPoint);
    private readonly Vector128<sbyte> _min = Vector128.Create(table.Range.Min);
    private readonly Vector128<sbyte> _max = Vector128.Create(table.Range.Max);

    /// <summary>What the accumulators of a tile's first (0) or second (1) vector start from.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Bias(ref int tile, int vector) => Row(ref tile, RequantizationTable.Bias, Tile, vector * Lanes);

    /// <summary>The bytes of a tile's channels in order.</summary>
    /// <param name="tile">From <see cref="RequantizationTable.Tile"/>.</param>
    /// <param name="a">Accumulators of the tile's first vector.</param>
    /// <param name="b">Accumulators of its second.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<sbyte> Apply(ref int tile, Vector256<int> a, Vector256<int> b)
    {
        // Saturating at 16 bits on the way to 8 loses nothing: every such value is clamped in the end.
        Vector256<short> words = Avx2.AddSaturate(Avx2.PackSignedSaturate(Scale(ref tile, Tile, 0, a), Scale(ref tile, Tile, Lanes, b)), _zeroPoint);
        return Sse41.Min(Sse41.Max(Sse2.PackSignedSaturate(words.GetLower(), words.GetUpper()), _min), _max);
    }

    /// <summary>The bytes of the eight channels of a tile of <see cref="Lanes"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector64<sbyte> Apply(ref int tile, Vector256<int> accumulators)
    {
        Vector256<int> scaled = Scale(ref tile, Lanes, 0, accumulators);
        Vector128<short> words = Sse2.AddSaturate(Sse2.PackSignedSaturate(scaled.GetLower(), scaled.GetUpper()), _zeroPoint.GetLower());
        return Sse41.Min(Sse41.Max(Sse2.PackSignedSaturate(words, words), _min), _max).GetLower();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Row(ref int tile, int row, int length, int lane) => Vector256.LoadUnsafe(ref tile, (nuint)(row * length + lane));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Scale(ref int tile, int length, int lane, Vector256<int> accumulators)
    {
        // 64-bit products of the even and of the odd lanes, rounded; their upper halves are put together.
        Vector256<int> x = Avx2.ShiftLeftLogicalVariable(accumulators, Row(ref tile, RequantizationTable.Left, length, lane).AsUInt32());
        Vector256<long> rounding = Vector256.Create(1L << 31);
        Vector256<long> even = Avx2.Multiply(x, Row(ref tile, RequantizationTable.Mantissa, length, lane)) + rounding;
        Vector256<int> oddX = (x.AsInt64() >>> 32).AsInt32();
        Vector256<long> odd = Avx2.Multiply(oddX, Row(ref tile, RequantizationTable.OddMantissa, length, lane)) + rounding;
        Vector256<int> high = Avx2.Blend((even >>> 32).AsInt32(), odd.AsInt32(), 0b1010_1010) + x;

        // Ties away from zero: half is added, less 1 where h is negative and anything is shifted out.
        Vector256<int> half = Row(ref tile, RequantizationTable.Half, length, lane);
        Vector256<uint> sign = Row(ref tile, RequantizationTable.Sign, length, lane).AsUInt32();
        Vector256<uint> right = Row(ref tile, RequantizationTable.Right, length, lane).AsUInt32();
        return Avx2.ShiftRightArithmeticVariable(high + half - Avx2.ShiftRightLogicalVariable(high, sign), right);
    }
}
