namespace EdgeVision.Kernels;

/// <summary>
/// A non-negative real factor <c>Mantissa·2^(Exponent−31)</c> in the form TFLite requantizes with. Its rounding is this library's
/// one normative rule; vector kernels reproduce it bit for bit.
/// </summary>
/// <param name="Mantissa">0, or in [2^30, 2^31 − 1].</param>
/// <param name="Exponent">In [−31, 31].</param>
public readonly record struct FixedPointMultiplier(int Mantissa, int Exponent)
{
    internal const int MinExponent = -31;
    internal const int MaxExponent = 31;

    /// <summary>
    /// The nearest multiplier (mantissa rounded half away from zero). Factors below 2^−32 become 0, as in TFLite.
    /// </summary>
    /// <exception cref="KernelException"><paramref name="m"/> is negative, not finite, or 2^31 or more.</exception>
    public static FixedPointMultiplier FromDouble(double m)
    {
        if (!(m >= 0) || double.IsInfinity(m))
            throw new KernelException($"multiplier {m} is not a finite non-negative number");
        if (m == 0)
            return default;

        int exponent = Math.ILogB(m) + 1;
        if (exponent < MinExponent)
            return default;

        long mantissa = (long)Math.Round(Math.ScaleB(m, 31 - exponent), MidpointRounding.AwayFromZero);
        if (mantissa == 1L << 31)
        {
            mantissa >>= 1;
            exponent++;
        }

        if (exponent > MaxExponent)
            throw new KernelException($"multiplier {m} is 2^{MaxExponent} or more");
        return new FixedPointMultiplier((int)mantissa, exponent);
    }

    /// <summary>
    /// <paramref name="x"/> times this factor, rounded twice: <c>h = ⌊(x·2^max(e,0)·q + 2^30) / 2^31⌋</c> (ties toward +∞), then h
    /// divided by <c>2^max(−e,0)</c> (ties away from zero).
    /// </summary>
    /// <param name="x">
    /// With a positive exponent, <c>x·2^Exponent</c> must fit an <see cref="int"/>; operations check that when they are prepared.
    /// </param>
    public int Apply(int x)
    {
        int left = Math.Max(Exponent, 0);
        int right = Math.Max(-Exponent, 0);
        return FixedPointMath.RoundingDivideByPowerOfTwo(FixedPointMath.RoundingDoublingHighMultiply(x << left, Mantissa), right);
    }
}
