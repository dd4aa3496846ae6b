using EdgeVision.Imaging.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Imaging.Tests.Resize;

/// <summary>Compares with the sampling formulas of TensorFlow's resize_bilinear, written out in double precision.</summary>
public sealed class TensorFlowConventionTests
{
    private const ResizeConvention HalfPixel = ResizeConvention.TensorFlowBilinear;
    private const ResizeConvention Legacy = ResizeConvention.TensorFlowLegacyBilinear;
    private const ResizeConvention Aligned = ResizeConvention.TensorFlowAlignCorners;

    /// <summary>A gradient 0, 80, 160, 240 resized by hand.</summary>
    [Theory]
    [InlineData(HalfPixel, 2, "40 200")]
    [InlineData(HalfPixel, 8, "0 20 60 100 140 180 220 240")]
    [InlineData(HalfPixel, 1, "120")]
    [InlineData(HalfPixel, 3, "13 120 227")]
    [InlineData(Legacy, 2, "0 160")]
    [InlineData(Legacy, 8, "0 40 80 120 160 200 240 240")]
    [InlineData(Legacy, 1, "0")]
    [InlineData(Legacy, 3, "0 107 213")]
    [InlineData(Aligned, 2, "0 240")]
    [InlineData(Aligned, 7, "0 40 80 120 160 200 240")]
    [InlineData(Aligned, 1, "0")]
    [InlineData(Aligned, 3, "0 120 240")]
    public void A_row_and_a_column_are_sampled_where_the_convention_says(ResizeConvention convention, int length, string expected)
    {
        byte[] pixels = [.. new byte[] { 0, 80, 160, 240 }.SelectMany(v => new[] { v, v, v })];
        byte[] row = TensorSpecs.Resize(new RgbImage(4, 1, pixels), CropRegion.Full(4, 1), convention, length, 1);
        byte[] column = TensorSpecs.Resize(new RgbImage(1, 4, pixels), CropRegion.Full(1, 4), convention, 1, length);
        Assert.Equal(expected, string.Join(' ', row.Where((_, i) => i % 3 == 1)));
        Assert.Equal(row, column);
    }

    [Theory]
    [InlineData(HalfPixel)]
    [InlineData(Legacy)]
    [InlineData(Aligned)]
    public void Random_sizes_agree_with_the_formulas(ResizeConvention convention)
    {
        var prng = new Prng(99);
        int compared = 0;
        int ties = 0;
        for (int trial = 0; trial < 60; trial++)
        {
            RgbImage image = TestPictures.Noise(prng.Next(1, 50), prng.Next(1, 50), prng.NextUInt32());
            int left = prng.Next(0, image.Width - 1);
            int top = prng.Next(0, image.Height - 1);
            var crop = new CropRegion(left, top, prng.Next(1, image.Width - left), prng.Next(1, image.Height - top));
            int width = prng.Next(1, 60);
            int height = prng.Next(1, 60);
            byte[] resized = TensorSpecs.Resize(image, crop, convention, width, height);
            for (int i = 0; i < resized.Length; i++)
            {
                double exact = Sample(image, crop, convention, width, height, i);
                bool isTie = Math.Abs(exact - Math.Floor(exact) - 0.5) < 1e-3;
                ties += isTie ? 1 : 0;
                compared++;
                Assert.InRange(resized[i] - exact, isTie ? -0.502 : -0.5, isTie ? 0.502 : 0.5);
            }
        }

        Assert.True(ties * 20 < compared, $"{ties} of {compared} values are near ties and prove little");
    }

    private static double Sample(RgbImage image, CropRegion crop, ResizeConvention convention, int width, int height, int index)
    {
        int channel = index % 3;
        (int x0, int x1, double fx) = Position(convention, index / 3 % width, crop.Width, width);
        (int y0, int y1, double fy) = Position(convention, index / 3 / width, crop.Height, height);
        double top = (Pixel(x0, y0) * (1 - fx)) + (Pixel(x1, y0) * fx);
        double bottom = (Pixel(x0, y1) * (1 - fx)) + (Pixel(x1, y1) * fx);
        return (top * (1 - fy)) + (bottom * fy);

        int Pixel(int x, int y) => image.Pixels[((((crop.Y + y) * image.Width) + crop.X + x) * 3) + channel];
    }

    private static (int Lower, int Upper, double Fraction) Position(ResizeConvention convention, int i, int from, int to)
    {
        double position = convention switch
        {
            HalfPixel => ((i + 0.5) * from / to) - 0.5,
            Legacy => (double)i * from / to,
            _ => to == 1 ? 0 : (double)i * (from - 1) / (to - 1),
        };
        position = Math.Clamp(position, 0, from - 1);
        int lower = (int)Math.Floor(position);
        return (lower, Math.Min(lower + 1, from - 1), position - lower);
    }
}
