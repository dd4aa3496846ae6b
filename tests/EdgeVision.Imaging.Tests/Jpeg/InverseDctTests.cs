using EdgeVision.Imaging.Jpeg;
using EdgeVision.Testing;

namespace EdgeVision.Imaging.Tests.Jpeg;

/// <summary>The vectors must compute what the reference computes, also where sums overflow.</summary>
public sealed class InverseDctTests
{
    private const int Stride = 11;

    [Theory]
    [InlineData(20, 1, 60)]
    [InlineData(1024, 1, 16)]
    [InlineData(short.MaxValue, 1, 255)]
    [InlineData(short.MaxValue, 65000, ushort.MaxValue)]
    [InlineData(short.MaxValue, 0, 2)]
    public void Equals_the_reference_for_all_coefficients(int largest, int smallestFactor, int largestFactor)
    {
        var prng = new Prng((uint)(largest + largestFactor));
        var coefficients = new short[64];
        var quantization = new ushort[64];
        var seen = new HashSet<byte>();
        for (int trial = 0; trial < 4000; trial++)
        {
            int rows = prng.Next(1, 8);
            int columns = prng.Next(1, 8);
            int share = prng.Next(1, 4);
            for (int i = 0; i < 64; i++)
            {
                bool present = i / 8 < rows && i % 8 < columns && prng.Next(1, 4) <= share;
                coefficients[i] = (short)(present ? Coefficient(ref prng, largest) : 0);
                quantization[i] = (ushort)prng.Next(smallestFactor, largestFactor);
            }

            foreach (byte sample in AssertSame(coefficients, quantization))
                seen.Add(sample);
        }

        Assert.InRange(seen.Count, 100, 256);
    }

    [Fact]
    public void Equals_the_reference_where_only_one_coefficient_is_present()
    {
        var quantization = new ushort[64];
        Array.Fill(quantization, (ushort)3);
        for (int i = 0; i < 64; i++)
        {
            foreach (short value in (ReadOnlySpan<short>)[1, -1, 2, 100, -100, 500, short.MaxValue, short.MinValue])
            {
                var coefficients = new short[64];
                coefficients[i] = value;
                AssertSame(coefficients, quantization);
            }
        }
    }

    private static int Coefficient(ref Prng prng, int largest) => prng.Next(0, 7) switch
    {
        0 => largest,
        1 => -largest - 1,
        _ => prng.Next(-largest, largest),
    };

    private static byte[] AssertSame(short[] coefficients, ushort[] quantization)
    {
        byte[] expected = [.. Enumerable.Repeat((byte)77, 8 * Stride)];
        byte[] actual = [.. expected];
        InverseDctReference.Transform(coefficients, quantization, expected, Stride);
        InverseDct.Transform(coefficients, quantization, actual, Stride);
        Assert.Equal(expected, actual);
        return actual;
    }
}
