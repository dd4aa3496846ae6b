namespace EdgeVision.Kernels;

/// <summary>The two rounding primitives of all integer arithmetic here; everything else is composed of them.</summary>
internal static class FixedPointMath
{
    /// <summary>
    /// <c>⌊(a·b + 2^30) / 2^31⌋</c>: ties toward +∞ (SQRDMULH). Not both −2^31: the only pair whose result does not fit.
    /// </summary>
    public static int RoundingDoublingHighMultiply(int a, int b) => (int)(((long)a * b + (1L << 30)) >> 31);

    /// <summary><c>x / 2^n</c>, ties away from zero; <paramref name="n"/> in [0, 31].</summary>
    public static int RoundingDivideByPowerOfTwo(int x, int n)
    {
        if (n == 0)
            return x;
        long half = 1L << (n - 1);
        return (int)((x + half - (x < 0 ? 1 : 0)) >> n);
    }

    /// <summary><paramref name="x"/> limited to the range of <see cref="int"/>.</summary>
    public static int Saturate(long x) => (int)Math.Clamp(x, int.MinValue, int.MaxValue);
}
