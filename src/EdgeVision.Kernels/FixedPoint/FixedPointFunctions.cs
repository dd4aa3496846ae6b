namespace EdgeVision.Kernels;

/// <summary>The transcendental functions of the integer softmax, step for step those of the gemmlowp fixed-point library.</summary>
internal static class FixedPointFunctions
{
    private const int ExpIntegerBits = 5;
    private const int ExpFractionBits = 31 - ExpIntegerBits;

    /// <summary>The step e^x is interpolated in: a quarter.</summary>
    private const int Quarter = 1 << (ExpFractionBits - 2);

    private const int ExpOfMinusEighth = 1895147668;
    private const int OneThird = 715827883;
    private const int FortyEightOverSeventeen = 1515870810;
    private const int MinusThirtyTwoOverSeventeen = -1010580540;

    /// <summary>e^(−2^j) in Q0.31 for j = −2 … 4.</summary>
    private static ReadOnlySpan<int> ExpOfPowers => [1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242];

    /// <summary>e^a for <paramref name="a"/> ≤ 0 in Q5.26, as Q0.31.</summary>
    public static int ExpOnNegativeValues(int a)
    {
        if (a == 0)
            return int.MaxValue;

        // a = fraction − whole: the fraction in [−¼, 0) by a polynomial, the quarters by one factor per set bit.
        int fraction = (a & (Quarter - 1)) - Quarter;
        int whole = fraction - a;
        int result = ExpAroundMinusEighth(fraction << ExpIntegerBits);
        for (int i = 0; i < ExpOfPowers.Length; i++)
        {
            if ((whole >> (ExpFractionBits - 2 + i) & 1) != 0)
                result = FixedPointMath.RoundingDoublingHighMultiply(result, ExpOfPowers[i]);
        }

        return result;
    }

    /// <summary>1/(1+x) for <paramref name="x"/> ≥ 0 in Q0.31, as Q0.31: three Newton steps on (1+x)/2.</summary>
    public static int OneOverOnePlus(int x)
    {
        int halfDenominator = (int)((x + (1L << 31)) / 2);
        int estimate = FortyEightOverSeventeen
            + FixedPointMath.RoundingDoublingHighMultiply(halfDenominator, MinusThirtyTwoOverSeventeen);
        for (int i = 0; i < 3; i++)
        {
            int error = (1 << 29) - FixedPointMath.RoundingDoublingHighMultiply(halfDenominator, estimate);
            estimate += FixedPointMath.Saturate(4L * FixedPointMath.RoundingDoublingHighMultiply(estimate, error));
        }

        return FixedPointMath.Saturate(2L * estimate);
    }

    /// <summary>e^a for a in [−¼, 0) as Q0.31: the Taylor polynomial of degree 4 around −⅛.</summary>
    private static int ExpAroundMinusEighth(int a)
    {
        int x = a + (1 << 28);
        int x2 = FixedPointMath.RoundingDoublingHighMultiply(x, x);
        int x3 = FixedPointMath.RoundingDoublingHighMultiply(x2, x);
        int x4 = FixedPointMath.RoundingDoublingHighMultiply(x2, x2);
        int third = FixedPointMath.RoundingDoublingHighMultiply(FixedPointMath.RoundingDivideByPowerOfTwo(x4, 2) + x3, OneThird);
        int higher = FixedPointMath.RoundingDivideByPowerOfTwo(third + x2, 1);
        return ExpOfMinusEighth + FixedPointMath.RoundingDoublingHighMultiply(ExpOfMinusEighth, x + higher);
    }
}
