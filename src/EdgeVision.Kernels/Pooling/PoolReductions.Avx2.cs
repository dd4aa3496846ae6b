using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeVision.Kernels;

/// <summary>What a pooling operation does with the pixels of a window, eight channels at a time in 32-bit lanes.</summary>
internal interface IPoolReductionAvx2
{
    static abstract Vector256<int> Start { get; }

    static abstract Vector256<int> Include(Vector256<int> total, Vector256<int> values);

    static abstract Vector256<int> Finish(Vector256<int> total, int pixels);
}

/// <summary>The largest value.</summary>
internal readonly struct MaximumAvx2 : IPoolReductionAvx2
{
    public static Vector256<int> Start => Vector256.Create((int)sbyte.MinValue);

    public static Vector256<int> Include(Vector256<int> total, Vector256<int> values) => Avx2.Max(total, values);

    public static Vector256<int> Finish(Vector256<int> total, int pixels) => total;
}

/// <summary><see cref="PoolRounding.HalfAwayFromZero"/>.</summary>
internal readonly struct SignedAverageAvx2 : IPoolReductionAvx2
{
    public static Vector256<int> Start => Vector256<int>.Zero;

    public static Vector256<int> Include(Vector256<int> total, Vector256<int> values) => total + values;

    public static Vector256<int> Finish(Vector256<int> total, int pixels)
    {
        Vector256<int> rounded = Avx2.Abs(total).AsInt32() + Vector256.Create(pixels / 2);
        return Avx2.Sign(ExactDivisionAvx2.Divide(rounded, pixels), total);
    }
}

/// <summary><see cref="PoolRounding.FloorUnsigned"/>.</summary>
internal readonly struct UnsignedAverageAvx2 : IPoolReductionAvx2
{
    public static Vector256<int> Start => Vector256<int>.Zero;

    public static Vector256<int> Include(Vector256<int> total, Vector256<int> values) => total + values;

    public static Vector256<int> Finish(Vector256<int> total, int pixels)
    {
        Vector256<int> rounded = total + Vector256.Create(128 * pixels + pixels / 2);
        return ExactDivisionAvx2.Divide(rounded, pixels) - Vector256.Create(128);
    }
}

/// <summary>Integer division through float32.</summary>
internal static class ExactDivisionAvx2
{
    /// <summary>Dividends up to here (255.5·n for windows of n pixels) are exact.</summary>
    public const int MaxPixels = 65535;

    /// <summary>
    /// <c>⌊dividend / divisor⌋</c> for dividends in [0, 2^24). Dividend and divisor are float32 values, and a quotient below an integer k
    /// is at most <c>k − 1/divisor</c>, further from k than half a unit of k's last place; so rounding never reaches k.
    /// </summary>
    public static Vector256<int> Divide(Vector256<int> dividend, int divisor) =>
        Avx.ConvertToVector256Int32WithTruncation(
            Avx.ConvertToVector256Single(dividend) / Vector256.Create((float)divisor));
}
