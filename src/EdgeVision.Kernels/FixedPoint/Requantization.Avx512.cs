using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary><see cref="Requantization.Apply"/> on the thirty-two channels of a tile, bit for bit.</summary>
internal readonly struct RequantizationAvx512(RequantizationTable table)
{
    /// <summary>Channels in a tile: two vectors.</summary>
    public const int Tile = 32;

    /// <summary>Channels in a vector.</summary>
    public const int Lanes = Tile / 2;

    private readonly Vector512<int> _upperHalves = Vector512.Create(1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31);
    private readonly Vector512<short> _zeroPoint = Vector512.Create(table.OutputZeroPoint);
    private readonly Vector256<sbyte> _min = Vector256.Create(table.Range.Min);
    private readonly Vector256<sbyte> _max = Vector256.Create(table.Range.Max);

    /// <inheritdoc cref="RequantizationAvx2.Bias"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Bias(ref int tile, int vector) => Row(ref tile, RequantizationTable.Bias, vector);

    /// <summary>The bytes of a tile's channels in order; see <see cref="RequantizationAvx2"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<sbyte> Apply(ref int tile, Vector512<int> a, Vector512<int> b)
    {
        // Saturating at 16 bits on the way to 8 loses nothing: every such value is clamped in the end.
        Vector512<short> words = Avx512BW.AddSaturate(Avx512BW.PackSignedSaturate(Scale(ref tile, 0, a), Scale(ref tile, 1, b)), _zeroPoint);
        return Avx2.Min(Avx2.Max(Avx512BW.ConvertToVector256SByteWithSaturation(words), _min), _max);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Row(ref int tile, int row, int vector) => Vector512.LoadUnsafe(ref tile, (nuint)(row * Tile + vector * Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<int> Scale(ref int tile, int vector, Vector512<int> accumulators)
    {
        // The same steps as in AVX2; see there.
        Vector512<int> x = Avx512F.ShiftLeftLogicalVariable(accumulators, Row(ref tile, RequantizationTable.Left, vector).AsUInt32());
        Vector512<long> rounding = Vector512.Create(1L << 31);
        Vector512<long> even = Avx512F.Multiply(x, Row(ref tile, RequantizationTable.Mantissa, vector)) + rounding;
        Vector512<long> odd = Avx512F.Multiply((x.AsInt64() >>> 32).AsInt32(), Row(ref tile, RequantizationTable.OddMantissa, vector)) + rounding;
        Vector512<int> high = Avx512F.PermuteVar16x32x2(even.AsInt32(), _upperHalves, odd.AsInt32()) + x;
        Vector512<int> sign = Avx512F.ShiftRightLogicalVariable(high, Row(ref tile, RequantizationTable.Sign, vector).AsUInt32());
        Vector512<int> sum = high + Row(ref tile, RequantizationTable.Half, vector) - sign;
        return Avx512F.ShiftRightArithmeticVariable(sum, Row(ref tile, RequantizationTable.Right, vector).AsUInt32());
    }
}
