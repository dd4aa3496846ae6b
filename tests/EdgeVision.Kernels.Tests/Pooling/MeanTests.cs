using System.Numerics;
using EdgeVision.Kernels.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.Pooling;

public class MeanTests
{
    [Theory]
    [InlineData(1, 49, 1024, 0.0235294122f, -128, 0.0235294122f, -128)]
    [InlineData(2, 12, 5, 0.5f, 3, 0.25f, -7)]
    [InlineData(3, 1, 4, 0.1f, 127, 0.3f, 0)]
    [InlineData(1, 64, 9, 3e-5f, -3, 2e-6f, 5)]
    [InlineData(1, 5, 7, 1e-9f, 0, 1f, 5)]
    public void Equals_the_definition(int outer, int reduced, int inner, float inputScale, int inputZero, float outputScale, int outputZero)
    {
        var parameters = new MeanParameters
        {
            Outer = outer,
            Reduced = reduced,
            Inner = inner,
            Input = new Quantization(inputScale, inputZero),
            Output = new Quantization(outputScale, outputZero),
        };
        var prng = new Prng(41);
        sbyte[] input = new sbyte[outer * reduced * inner];
        prng.Fill(input);
        sbyte[] output = new sbyte[outer * inner];
        Mean.Prepare(parameters).Run(input, output);

        (BigInteger mantissa, int exponent) = Oracle.Decompose((double)inputScale / outputScale);
        int bits = 0;
        while (2 << bits <= reduced && bits < 31 + exponent)
            bits++;
        mantissa = Oracle.FloorDivide(mantissa * BigInteger.Pow(2, bits), reduced);
        for (int i = 0; i < output.Length; i++)
        {
            long sum = 0;
            for (int r = 0; r < reduced; r++)
                sum += input[i / inner * reduced * inner + r * inner + i % inner] - inputZero;
            Assert.Equal(Oracle.Clamp(Oracle.Multiply(sum, mantissa, exponent - bits) + outputZero), output[i]);

            double real = (double)inputScale * sum / reduced;
            Assert.InRange(output[i], Clamp(real / outputScale + outputZero - 1), Clamp(real / outputScale + outputZero + 1));
        }
    }

    [Fact]
    public void What_cannot_be_averaged_is_refused()
    {
        var valid = new MeanParameters { Outer = 1, Reduced = 4, Inner = 2, Input = new(1, 0), Output = new(1, 0) };
        Mean mean = Mean.Prepare(valid);
        Assert.Throws<ArgumentException>("input", () => mean.Run(new sbyte[9], new sbyte[2]));
        Assert.Throws<ArgumentException>("output", () => mean.Run(new sbyte[8], new sbyte[1]));
        Refusal.Assert("mean extents is 0", () => Mean.Prepare(valid with { Reduced = 0 }));
        Refusal.Assert("input scale 0", () => Mean.Prepare(valid with { Input = new(0, 0) }));
        Refusal.Assert("output zero point 128", () => Mean.Prepare(valid with { Output = new(1, 128) }));
        MeanParameters large = valid with { Inner = 1, Reduced = int.MaxValue / 128 };
        Mean.Prepare(large);
        Refusal.Assert("does not fit 32 bits", () => Mean.Prepare(large with { Reduced = large.Reduced + 1 }));
        Refusal.Assert("shifted left by 28, does not fit", () => Mean.Prepare(valid with { Input = new(1e9f, 0) }));
    }

    private static double Clamp(double x) => Math.Clamp(x, -128, 127);
}
