using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>As <see cref="MultiplierAvx2"/>, on sixteen numbers.</summary>
internal readonly struct MultiplierAvx512(FixedPointMultiplier multiplier)
{
    private readonly Vector512<int> _mantissa = Vector512.Create(unchecked(multiplier.Mantissa << 1));
    private readonly Vector512<uint> _left = Vector512.Create((uint)(multiplier.Mantissa == 0 ? 32 : Math.Max(multiplier.Exponent, 0)));
    private readonly Vector512<int> _right = Vector512.Create(Math.Max(-multiplier.Exponent, 0));
    private readonly Vector512<int> _half = Vector512.Create(multiplier.Exponent < 0 ? 1 << (-multiplier.Exponent - 1) : 0);
    private readonly Vector512<int> _sign = Vector512.Create(multiplier.Exponent < 0 ? 31 : 32);

    /// <inheritdoc cref="MultiplierAvx2.Apply"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<int> Apply(Vector512<int> x) =>
        Multiply(Avx512F.ShiftLeftLogicalVariable(x, _left), _mantissa, _mantissa, _half, _sign, _right);

    /// <inheritdoc cref="MultiplierAvx2.Multiply"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Multiply(
        Vector512<int> x,
        Vector512<int> mantissa,
        Vector512<int> oddMantissa,
        Vector512<int> half,
        Vector512<int> sign,
        Vector512<int> right)
    {
        // The same steps as in AVX2; see there.
        Vector512<int> upperHalves = Vector512.Create(1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31);
        Vector512<long> rounding = Vector512.Create(1L << 31);
        Vector512<long> even = Avx512F.Multiply(x, mantissa) + rounding;
        Vector512<long> odd = Avx512F.Multiply((x.AsInt64() >>> 32).AsInt32(), oddMantissa) + rounding;
        Vector512<int> high = Avx512F.PermuteVar16x32x2(even.AsInt32(), upperHalves, odd.AsInt32()) + x;
        Vector512<int> sum = high + half - Avx512F.ShiftRightLogicalVariable(high, sign.AsUInt32());
        return Avx512F.ShiftRightArithmeticVariable(sum, right.AsUInt32());
    }
}
