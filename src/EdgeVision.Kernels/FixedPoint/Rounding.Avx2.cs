using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>As <see cref="IRoundingAvx512"/>, eight accumulators at a time; with few registers, the rows are read where they are needed.</summary>
internal interface IRoundingAvx2
{
    /// <inheritdoc cref="IRoundingAvx512.AddsZeroPoint"/>
    static abstract bool AddsZeroPoint { get; }

    /// <summary>Eight accumulators scaled.</summary>
    /// <param name="tile">The tile's rows.</param>
    /// <param name="length">Numbers in a row.</param>
    /// <param name="lane">The first accumulator's.</param>
    /// <param name="x">The accumulators.</param>
    static abstract Vector256<int> Scale(ref int tile, int length, int lane, Vector256<int> x);
}

/// <summary>Any table.</summary>
internal readonly struct RoundedTwiceAvx2 : IRoundingAvx2
{
    public static bool AddsZeroPoint => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Scale(ref int tile, int length, int lane, Vector256<int> x) => MultiplierAvx2.Multiply(
        Avx2.ShiftLeftLogicalVariable(x, RequantizationAvx2.Row(ref tile, RequantizationTable.Left, length, lane).AsUInt32()),
        RequantizationAvx2.Row(ref tile, RequantizationTable.Mantissa, length, lane),
        RequantizationAvx2.Row(ref tile, RequantizationTable.OddMantissa, length, lane),
        RequantizationAvx2.Row(ref tile, RequantizationTable.Half, length, lane),
        RequantizationAvx2.Row(ref tile, RequantizationTable.Sign, length, lane).AsUInt32(),
        RequantizationAvx2.Row(ref tile, RequantizationTable.Right, length, lane).AsUInt32());
}

/// <summary>Where <see cref="RequantizationTable.FloorsOnce"/>.</summary>
internal readonly struct FlooredOnceAvx2 : IRoundingAvx2
{
    public static bool AddsZeroPoint => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Scale(ref int tile, int length, int lane, Vector256<int> x)
    {
        Vector256<int> mantissa = RequantizationAvx2.Row(ref tile, RequantizationTable.Mantissa, length, lane);
        Vector256<int> oddMantissa = RequantizationAvx2.Row(ref tile, RequantizationTable.OddMantissa, length, lane);
        Vector256<long> even = Avx2.Multiply(x, mantissa) + RequantizationAvx2.Row(ref tile, RequantizationTable.Addend, length, lane).AsInt64();
        Vector256<long> odd = Avx2.Multiply((x.AsInt64() >>> 32).AsInt32(), oddMantissa)
            + RequantizationAvx2.Row(ref tile, RequantizationTable.OddAddend, length, lane).AsInt64();
        Vector256<int> high = Avx2.Blend((even >>> 32).AsInt32(), odd.AsInt32(), 0b1010_1010);
        return Avx2.ShiftRightArithmeticVariable(high, RequantizationAvx2.Row(ref tile, RequantizationTable.Right, length, lane).AsUInt32());
    }
}
