using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary><see cref="Requantization.Apply"/> on eight channels at once, bit for bit.</summary>
internal static class RequantizationAvx2
{
    /// <summary>The bytes of channels <paramref name="channel"/>…+7, still as 32-bit lanes.</summary>
    public static Vector256<int> Apply(Requantization requantization, int channel, Vector256<int> accumulators)
    {
        nuint offset = (nuint)channel;
        Vector256<int> mantissas = Vector256.LoadUnsafe(ref requantization.Mantissas[0], offset);
        Vector256<int> left = Vector256.LoadUnsafe(ref requantization.LeftShifts[0], offset);
        Vector256<int> right = Vector256.LoadUnsafe(ref requantization.RightShifts[0], offset);

        Vector256<int> high = RoundingDoublingHighMultiply(Avx2.ShiftLeftLogicalVariable(accumulators, left.AsUInt32()), mantissas);
        Vector256<int> scaled = RoundingDivideByPowerOfTwo(high, right);

        // Clamping before the zero point is added cannot overflow and gives the same value.
        int zeroPoint = requantization.OutputZeroPoint;
        Vector256<int> min = Vector256.Create(requantization.Range.Min - zeroPoint);
        Vector256<int> max = Vector256.Create(requantization.Range.Max - zeroPoint);
        return Avx2.Min(Avx2.Max(scaled, min), max) + Vector256.Create(zeroPoint);
    }

    /// <summary>Sixteen channels as bytes, in order.</summary>
    public static Vector128<sbyte> ToBytes(Vector256<int> low, Vector256<int> high)
    {
        Vector256<short> interleaved = Avx2.PackSignedSaturate(low, high);
        Vector256<short> words = Avx2.Permute4x64(interleaved.AsInt64(), 0b11_01_10_00).AsInt16();
        return Sse2.PackSignedSaturate(words.GetLower(), words.GetUpper());
    }

    private static Vector256<int> RoundingDoublingHighMultiply(Vector256<int> a, Vector256<int> b)
    {
        // 64-bit products of the even and of the odd lanes. h fits 32 bits, so the bits a logical shift brings in are never looked at.
        Vector256<long> half = Vector256.Create(1L << 30);
        Vector256<long> even = Avx2.Multiply(a, b) + half;
        Vector256<long> odd = Avx2.Multiply(
            Avx2.ShiftRightLogical(a.AsInt64(), 32).AsInt32(),
            Avx2.ShiftRightLogical(b.AsInt64(), 32).AsInt32()) + half;
        return Avx2.Blend(Avx2.ShiftRightLogical(even, 31).AsInt32(), Avx2.ShiftLeftLogical(odd, 1).AsInt32(), 0b1010_1010);
    }

    private static Vector256<int> RoundingDivideByPowerOfTwo(Vector256<int> x, Vector256<int> n)
    {
        // x + 2^(n−1) could overflow 32 bits, so the dropped bits are compared with the half instead; a negative x must exceed it.
        Vector256<int> mask = Avx2.ShiftLeftLogicalVariable(Vector256<int>.One, n.AsUInt32()) - Vector256<int>.One;
        Vector256<int> threshold = Avx2.ShiftRightLogical(mask, 1) + Avx2.ShiftRightLogical(x, 31);
        Vector256<int> roundUp = Avx2.CompareGreaterThan(x & mask, threshold);
        return Avx2.ShiftRightArithmeticVariable(x, n.AsUInt32()) - roundUp;
    }
}
