using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>What a <see cref="RequantizationTable"/> is applied with.</summary>
internal interface IRoundingAvx512
{
    /// <summary>Whether the products contain the zero point already.</summary>
    static abstract bool AddsZeroPoint { get; }

    /// <summary>Sixteen accumulators scaled; the numbers are those of the table's rows, in their order there.</summary>
    static abstract Vector512<int> Scale(
        Vector512<int> x, Vector512<int> mantissa, Vector512<int> oddMantissa, Vector512<int> right, Vector512<int> half, Vector512<int> sign);
}

/// <summary>Any table.</summary>
internal readonly struct RoundedTwiceAvx512 : IRoundingAvx512
{
    public static bool AddsZeroPoint => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Scale(
        Vector512<int> x, Vector512<int> mantissa, Vector512<int> oddMantissa, Vector512<int> right, Vector512<int> half, Vector512<int> sign) =>
        MultiplierAvx512.Multiply(x, mantissa, oddMantissa, half, sign, right);
}

/// <summary>Where <see cref="RequantizationTable.FloorsOnce"/>.</summary>
internal readonly struct FlooredOnceAvx512 : IRoundingAvx512
{
    public static bool AddsZeroPoint => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Scale(
        Vector512<int> x, Vector512<int> mantissa, Vector512<int> oddMantissa, Vector512<int> right, Vector512<int> addend, Vector512<int> oddAddend)
    {
        Vector512<int> upperHalves = Vector512.Create(1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31);
        Vector512<long> even = Avx512F.Multiply(x, mantissa) + addend.AsInt64();
        Vector512<long> odd = Avx512F.Multiply((x.AsInt64() >>> 32).AsInt32(), oddMantissa) + oddAddend.AsInt64();
        return Avx512F.ShiftRightArithmeticVariable(Avx512F.PermuteVar16x32x2(even.AsInt32(), upperHalves, odd.AsInt32()), right.AsUInt32());
    }
}
