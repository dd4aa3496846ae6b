using EdgeVision.Imaging.Jpeg;
using EdgeVision.Testing;

namespace EdgeVision.Imaging.Tests.Frames;

/// <summary>Compares with the cosine sums in double precision.</summary>
public sealed class ReducedInverseDctTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Agrees_with_the_cosine_transform_of_that_length(int side)
    {
        var prng = new Prng(3);
        int inside = 0;
        for (int trial = 0; trial < 2000; trial++)
        {
            short[] coefficients = new short[64];
            ushort[] quantization = new ushort[64];
            for (int i = 0; i < 64; i++)
            {
                quantization[i] = (ushort)prng.Next(1, 30);
                coefficients[i] = (short)(prng.Next(-500, 500) / quantization[i] / (1 + (trial % 7 * (i % 8))));
            }

            const int Stride = 5;
            byte[] samples = new byte[side * Stride];
            ReducedInverseDct.Transform(coefficients, quantization, samples, Stride, side);
            for (int y = 0; y < side; y++)
            {
                for (int x = 0; x < side; x++)
                {
                    double exact = Sum(coefficients, quantization, x, y, side) + 128;
                    Assert.InRange(samples[(y * Stride) + x] - Math.Clamp(exact, 0, 255), -0.55, 0.55);
                    inside += exact is > 0 and < 255 ? 1 : 0;
                }

                Assert.All(samples[((y * Stride) + side)..((y + 1) * Stride)], value => Assert.Equal(0, value));
            }
        }

        Assert.InRange(inside, 500 * side * side, int.MaxValue);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Extreme_coefficients_are_clamped_or_wrap_but_do_no_harm(int side)
    {
        short[] coefficients = new short[64];
        ushort[] quantization = new ushort[64];
        Array.Fill(coefficients, short.MinValue);
        Array.Fill(quantization, ushort.MaxValue);
        byte[] samples = new byte[64];
        ReducedInverseDct.Transform(coefficients, quantization, samples, 8, side);
        Assert.All(samples[side..8], value => Assert.Equal(0, value));
    }

    private static double Sum(short[] coefficients, ushort[] quantization, int x, int y, int side)
    {
        double sum = 0;
        for (int v = 0; v < side; v++)
        {
            for (int u = 0; u < side; u++)
                sum += coefficients[(v * 8) + u] * quantization[(v * 8) + u] * Basis(u, x, side) * Basis(v, y, side);
        }

        return sum;
    }

    /// <summary>¼ C(u) C(v) of the full transform, split between the axes.</summary>
    private static double Basis(int k, int i, int side) => (k == 0 ? Math.Sqrt(0.5) : 1) * 0.5 * Math.Cos(((2 * i) + 1) * k * Math.PI / (2 * side));
}
