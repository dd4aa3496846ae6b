using System.Numerics;
using EdgeVision.Kernels.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.FixedPoint;

public class FixedPointMultiplierTests
{
    [Theory]
    [InlineData(0.0, 0, 0)]
    [InlineData(0.5, 1 << 30, 0)]
    [InlineData(1.0, 1 << 30, 1)]
    [InlineData(0.75, 3 << 29, 0)]
    [InlineData(3.0, 3 << 29, 2)]
    [InlineData(0.9999999999, 1 << 30, 1)]
    [InlineData(0.99999999976716936, 1 << 30, 1)]
    [InlineData(0.99999999976, int.MaxValue, 0)]
    [InlineData(2.3283064365386963e-10, 1 << 30, -31)]
    [InlineData(2.3283064e-10, 0, 0)]
    [InlineData(2147483647.0, int.MaxValue, 31)]
    [InlineData(double.Epsilon, 0, 0)]
    public void Known_factors(double factor, int mantissa, int exponent) =>
        Assert.Equal(new FixedPointMultiplier(mantissa, exponent), FixedPointMultiplier.FromDouble(factor));

    [Fact]
    public void Random_factors_equal_the_oracle()
    {
        var prng = new Prng(11);
        for (int i = 0; i < 20000; i++)
        {
            double factor = (1 + prng.NextDouble() + prng.NextDouble() / 4294967296) * Math.ScaleB(1, prng.Next(-36, 29));
            (BigInteger mantissa, int exponent) = Oracle.Decompose(factor);
            Assert.Equal(new FixedPointMultiplier((int)mantissa, exponent), FixedPointMultiplier.FromDouble(factor));
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1e-300)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(2147483648.0)]
    [InlineData(2147483647.9)]
    public void Other_factors_are_refused(double factor) =>
        Assert.Throws<KernelException>(() => FixedPointMultiplier.FromDouble(factor));

    [Fact]
    public void Apply_equals_the_oracle_for_every_exponent_and_extreme_value()
    {
        int[] mantissas = [0, 1, 1 << 30, (1 << 30) + 1, 3 << 29, 1518500250, int.MaxValue];
        var prng = new Prng(12);
        int ties = 0;
        for (int exponent = -31; exponent <= 31; exponent++)
        {
            foreach (int mantissa in mantissas)
            {
                var multiplier = new FixedPointMultiplier(mantissa, exponent);
                int limit = Math.Max(exponent, 0);
                int[] extremes = [int.MinValue >> limit, int.MaxValue >> limit, 0, (1 << 30) >> limit, -(1 << 30) >> limit];
                foreach (int x in extremes)
                    AssertApply(multiplier, x);
                for (int i = 0; i < 100; i++)
                {
                    // Half of a step of the second rounding, give or take one: ties and their neighbours.
                    int right = Math.Max(-exponent, 1);
                    long near = ((2L * prng.Next(-300, 300) + 1) << right) + prng.Next(-1, 1);
                    AssertApply(multiplier, (int)Math.Clamp(near, int.MinValue >> limit, int.MaxValue >> limit));
                    AssertApply(multiplier, (int)prng.NextUInt32() >> limit);
                    ties += exponent < 0 && mantissa == 1 << 30 && near == (int)near && near % (1L << right) == 0 ? 1 : 0;
                }
            }
        }

        Assert.True(ties > 300, $"only {ties} ties were tried");
    }

    [Theory]
    [InlineData(1, 1 << 30, 0, 1)] // 0.5 rounds toward +∞ ...
    [InlineData(-1, 1 << 30, 0, 0)]
    [InlineData(-3, 1 << 30, 0, -1)]
    [InlineData(6, 1 << 30, -1, 2)] // ... 1.5 away from zero
    [InlineData(-6, 1 << 30, -1, -2)]
    [InlineData(-5, 1 << 30, -1, -1)] // -2.5 to -2, then -1: rounded twice
    [InlineData(int.MinValue, int.MaxValue, 0, -int.MaxValue)]
    public void Ties_go_up_in_the_first_step_and_away_from_zero_in_the_second(int x, int mantissa, int exponent, int expected) =>
        Assert.Equal(expected, new FixedPointMultiplier(mantissa, exponent).Apply(x));

    private static void AssertApply(FixedPointMultiplier multiplier, int x)
    {
        BigInteger expected = Oracle.Multiply(x, multiplier.Mantissa, multiplier.Exponent);
        if (expected != multiplier.Apply(x))
            Assert.Fail($"{x} times {multiplier} is {multiplier.Apply(x)}, expected {expected}");
    }
}
