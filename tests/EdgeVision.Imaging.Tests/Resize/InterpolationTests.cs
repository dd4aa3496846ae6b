using EdgeVision.Imaging.Resize;
using EdgeVision.Testing;

namespace EdgeVision.Imaging.Tests.Resize;

/// <summary>The vectors must round as the loops over single values do, bit for bit.</summary>
public sealed class InterpolationTests
{
    [Fact]
    public void Bytes_of_rows_of_all_lengths_equal_single_values()
    {
        var prng = new Prng(11);
        for (int length = 0; length <= 100; length++)
        {
            byte[] first = new byte[length];
            byte[] second = new byte[length];
            prng.Fill(first);
            prng.Fill(second);
            float[] weights = Values(ref prng, length, 1);
            float[] expected = new float[length];
            float[] actual = new float[length];
            Interpolation.BetweenFrom(0, first, second, weights, expected);
            Interpolation.Between(first, second, weights, actual);
            AssertSameBits(expected, actual);
        }
    }

    [Fact]
    public void Rows_of_all_lengths_equal_single_values()
    {
        var prng = new Prng(12);
        for (int length = 0; length <= 100; length++)
        {
            float[] first = Values(ref prng, length, 255);
            float[] second = Values(ref prng, length, 255);
            float weight = Values(ref prng, 1, 1)[0];
            float[] expected = new float[length];
            float[] actual = new float[length];
            Interpolation.BetweenFrom(0, first, second, weight, expected);
            Interpolation.Between(first, second, weight, actual);
            AssertSameBits(expected, actual);
        }
    }

    private static float[] Values(ref Prng prng, int length, float largest)
    {
        float[] values = new float[length];
        for (int i = 0; i < length; i++)
            values[i] = largest * prng.Next(0, 1 << 24) / (1 << 24);
        return values;
    }

    private static void AssertSameBits(float[] expected, float[] actual) =>
        Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits));
}
