using EdgeVision.Imaging.Jpeg;
using EdgeVision.Testing;

namespace EdgeVision.Imaging.Tests.Jpeg;

/// <summary>The vectors must compute what the loops over single values compute, for rows of all lengths around a vector's.</summary>
public sealed class TriangleFilterTests
{
    public static TheoryData<int> Widths => [.. Enumerable.Range(1, 70)];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Vectors_equal_single_values(int width)
    {
        var prng = new Prng((uint)width);
        for (int trial = 0; trial < 20; trial++)
        {
            byte[] nearer = Samples(ref prng, width);
            byte[] farther = Samples(ref prng, width);
            ushort[] expectedSums = new ushort[width];
            ushort[] sums = new ushort[width + 2];
            TriangleFilter.AddFrom(0, nearer, farther, expectedSums);
            TriangleFilter.AddRows(nearer, farther, sums);
            Assert.Equal([expectedSums[0], .. expectedSums, expectedSums[^1]], sums);

            foreach ((int left, int right) in (ReadOnlySpan<(int, int)>)[(4, 8), (8, 7)])
            {
                byte[] expected = new byte[2 * width];
                byte[] row = new byte[2 * width];
                TriangleFilter.DoubleFrom(0, sums, left, right, expected);
                TriangleFilter.DoubleWidth(sums, left, right, row);
                Assert.Equal(expected, row);
            }
        }
    }

    [Fact]
    public void Weights_are_three_to_one_and_the_ends_are_their_own_neighbours()
    {
        ushort[] sums = new ushort[4];
        TriangleFilter.AddRows([10, 200], [50, 255], sums);
        Assert.Equal([80, 80, 855, 855], sums);
        byte[] row = new byte[4];
        TriangleFilter.DoubleWidth(sums, leftRounding: 8, rightRounding: 7, row);
        Assert.Equal([(320 + 8) / 16, (240 + 855 + 7) / 16, (2565 + 80 + 8) / 16, (3420 + 7) / 16], row);
    }

    private static byte[] Samples(ref Prng prng, int width)
    {
        byte[] samples = new byte[width];
        prng.Fill(samples);
        for (int i = 0; i < width; i++)
            samples[i] = prng.Next(0, 3) switch { 0 => 255, 1 => 0, _ => samples[i] };
        return samples;
    }
}
