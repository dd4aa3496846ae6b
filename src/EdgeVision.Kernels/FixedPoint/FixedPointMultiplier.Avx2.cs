using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>
/// <see cref="FixedPointMultiplier.Apply"/> on eight numbers of at most 2^30 − 1, shifted left, bit for bit; <see cref="RequantizationTable"/>
/// explains the arithmetic.
/// </summary>
internal readonly struct MultiplierAvx2(FixedPointMultiplier multiplier)
{
    private readonly Vector256<int> _mantissa = Vector256.Create(unchecked(multiplier.Mantissa << 1));
    private readonly Vector256<uint> _left = Vector256.Create((uint)(multiplier.Mantissa == 0 ? 32 : Math.Max(multiplier.Exponent, 0)));
    private readonly Vector256<uint> _right = Vector256.Create((uint)Math.Max(-multiplier.Exponent, 0));
    private readonly Vector256<int> _half = Vector256.Create(multiplier.Exponent < 0 ? 1 << (-multiplier.Exponent - 1) : 0);
    private readonly Vector256<uint> _sign = Vector256.Create(multiplier.Exponent < 0 ? 31u : 32u);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<int> Apply(Vector256<int> x) =>
        Multiply(Avx2.ShiftLeftLogicalVariable(x, _left), _mantissa, _mantissa, _half, _sign, _right);

    /// <summary>The product, rounded twice; <paramref name="x"/> is already shifted left.</summary>
    /// <param name="x">Eight numbers.</param>
    /// <param name="mantissa">Of the even lanes: doubled, less 2^32.</param>
    /// <param name="oddMantissa">The same of the odd lanes, in the even lanes.</param>
    /// <param name="half">Half of what is divided by.</param>
    /// <param name="sign">The logical shift that leaves 1 of a negative number that is divided.</param>
    /// <param name="right">The right shift.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Multiply(
        Vector256<int> x,
        Vector256<int> mantissa,
        Vector256<int> oddMantissa,
        Vector256<int> half,
        Vector256<uint> sign,
        Vector256<uint> right)
    {
        // 64-bit products of the even and of the odd lanes, rounded; their upper halves are put together.
        Vector256<long> rounding = Vector256.Create(1L << 31);
        Vector256<long> even = Avx2.Multiply(x, mantissa) + rounding;
        Vector256<long> odd = Avx2.Multiply((x.AsInt64() >>> 32).AsInt32(), oddMantissa) + rounding;
        Vector256<int> high = Avx2.Blend((even >>> 32).AsInt32(), odd.AsInt32(), 0b1010_1010) + x;

        // Ties away from zero: half is added, less 1 where h is negative and anything is shifted out.
        return Avx2.ShiftRightArithmeticVariable(high + half - Avx2.ShiftRightLogicalVariable(high, sign), right);
    }
}
