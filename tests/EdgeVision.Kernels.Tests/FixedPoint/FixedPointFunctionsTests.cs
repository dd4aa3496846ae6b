namespace EdgeVision.Kernels.Tests.FixedPoint;

public class FixedPointFunctionsTests
{
    [Fact]
    public void Exp_follows_the_real_function()
    {
        Assert.Equal(int.MaxValue, FixedPointFunctions.ExpOnNegativeValues(0));
        for (long a = -31L << 26; a < 0; a += 99991)
        {
            double expected = Math.Exp(a / 67108864.0) * 2147483648.0;
            Assert.InRange(FixedPointFunctions.ExpOnNegativeValues((int)a), expected - 1200, expected + 1200);
        }
    }

    [Theory]
    [InlineData(-16, 242)]
    [InlineData(-17, 89)]
    [InlineData(-8, 720401)]
    [InlineData(-24, 0)]
    public void Exp_of_large_values_keeps_its_small_result(int x, int expected) =>
        Assert.InRange(FixedPointFunctions.ExpOnNegativeValues(x << 26), expected - 1, expected + 1);

    [Fact]
    public void Reciprocal_follows_the_real_function()
    {
        for (long x = 0; x <= int.MaxValue; x += 99991)
        {
            double expected = 2147483648.0 / (1 + x / 2147483648.0);
            Assert.InRange(FixedPointFunctions.OneOverOnePlus((int)x), expected - 16, expected + 16);
        }
    }

    [Fact]
    public void Division_by_a_power_of_two_is_exact_at_the_ends_of_the_range()
    {
        Assert.Equal(1, FixedPointMath.RoundingDivideByPowerOfTwo(int.MaxValue, 31));
        Assert.Equal(-1, FixedPointMath.RoundingDivideByPowerOfTwo(int.MinValue, 31));
        Assert.Equal(1, FixedPointMath.RoundingDivideByPowerOfTwo(1 << 30, 31));
        Assert.Equal(-1, FixedPointMath.RoundingDivideByPowerOfTwo(-(1 << 30), 31));
        Assert.Equal(0, FixedPointMath.RoundingDivideByPowerOfTwo((1 << 30) - 1, 31));
        Assert.Equal(int.MinValue, FixedPointMath.RoundingDivideByPowerOfTwo(int.MinValue, 0));
    }
}
