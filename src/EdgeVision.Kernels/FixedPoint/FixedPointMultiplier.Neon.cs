using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeVision.Kernels;

/// <summary>
/// <see cref="FixedPointMultiplier.Apply"/> on four numbers, bit for bit. sqrdmulh is the product rounded toward +∞ at ties; srshl divides,
/// rounding the same way, without an overflow where half is added; a negative number is made one less before, which turns ties away from
/// zero.
/// </summary>
internal readonly struct MultiplierNeon(FixedPointMultiplier multiplier)
{
    private const int SignBit = 31;

    private readonly Vector128<int> _mantissa = Vector128.Create(multiplier.Mantissa);
    private readonly Vector128<int> _left = Vector128.Create(Math.Max(multiplier.Exponent, 0));
    private readonly Vector128<int> _right = Vector128.Create(Math.Min(multiplier.Exponent, 0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<int> Apply(Vector128<int> x) => ApplyToShifted(AdvSimd.ShiftLogical(x, _left));

    /// <summary>Numbers that are already shifted left, or need not be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<int> ApplyToShifted(Vector128<int> x) => Multiply(x, _mantissa, _right);

    /// <summary>The product, rounded twice.</summary>
    /// <param name="x">Four numbers, already shifted left.</param>
    /// <param name="mantissa">The multipliers' mantissas.</param>
    /// <param name="right"><c>min(exponent, 0)</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Multiply(Vector128<int> x, Vector128<int> mantissa, Vector128<int> right)
    {
        Vector128<int> high = AdvSimd.MultiplyRoundedDoublingSaturateHigh(x, mantissa);
        Vector128<int> divided = high & right; // negative where both are: what is not divided must not be made less
        return AdvSimd.ShiftArithmeticRounded(AdvSimd.ShiftRightArithmeticAdd(high, divided, SignBit), right);
    }

    /// <summary>The same where all exponents are negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> MultiplyDivided(Vector128<int> x, Vector128<int> mantissa, Vector128<int> right)
    {
        Vector128<int> high = AdvSimd.MultiplyRoundedDoublingSaturateHigh(x, mantissa);
        return AdvSimd.ShiftArithmeticRounded(AdvSimd.ShiftRightArithmeticAdd(high, high, SignBit), right);
    }
}
