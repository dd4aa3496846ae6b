using EdgeVision.Imaging.Frames;
using EdgeVision.Testing;

namespace EdgeVision.Imaging.Tests.Frames;

/// <summary>The vectors must compute what the loop over single pixels computes; that loop is compared with decoders and doubles elsewhere.</summary>
public sealed class YuvMatrixTests
{
    [Theory]
    [InlineData(ColorRange.Full)]
    [InlineData(ColorRange.Limited)]
    public void Rows_of_all_lengths_equal_single_pixels(ColorRange range)
    {
        var prng = new Prng(5);
        for (int width = 0; width <= 100; width++)
        {
            byte[] luma = new byte[width];
            byte[] blue = new byte[width];
            byte[] red = new byte[width];
            prng.Fill(luma);
            prng.Fill(blue);
            prng.Fill(red);
            AssertSame(range, luma, blue, red);
        }
    }

    [Theory]
    [InlineData(ColorRange.Full)]
    [InlineData(ColorRange.Limited)]
    public void All_chroma_equals_single_pixels(ColorRange range)
    {
        byte[] blue = [.. Enumerable.Range(0, 65536).Select(i => (byte)i)];
        byte[] red = [.. Enumerable.Range(0, 65536).Select(i => (byte)(i >> 8))];
        foreach (byte luma in (ReadOnlySpan<byte>)[0, 1, 15, 16, 17, 100, 128, 200, 235, 236, 254, 255])
            AssertSame(range, [.. Enumerable.Repeat(luma, 65536)], blue, red);
    }

    private static void AssertSame(ColorRange range, byte[] luma, byte[] blue, byte[] red)
    {
        byte[] expected = new byte[3 * luma.Length];
        byte[] actual = new byte[3 * luma.Length];
        var matrix = YuvMatrix.Of(range);
        matrix.ConvertFrom(0, luma, blue, red, expected);
        matrix.ToRgb(luma, blue, red, actual);
        Assert.Equal(expected, actual);
    }
}
