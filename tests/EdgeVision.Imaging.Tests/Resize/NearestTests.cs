using EdgeVision.Imaging.Tests.Support;

namespace EdgeVision.Imaging.Tests.Resize;

public sealed class NearestTests
{
    [Theory]
    [InlineData(2, "1 3")]
    [InlineData(3, "0 2 3")]
    [InlineData(1, "2")]
    [InlineData(8, "0 0 1 1 2 2 3 3")]
    [InlineData(4, "0 1 2 3")]
    public void The_pixel_under_the_centre_is_taken(int length, string expected)
    {
        byte[] pixels = [.. Enumerable.Range(0, 12).Select(i => (byte)((i / 3) + (50 * (i % 3))))];
        byte[] row = TensorSpecs.Resize(new RgbImage(4, 1, pixels), CropRegion.Full(4, 1), ResizeConvention.Nearest, length, 1);
        byte[] column = TensorSpecs.Resize(new RgbImage(1, 4, pixels), CropRegion.Full(1, 4), ResizeConvention.Nearest, 1, length);
        Assert.Equal(row, column);
        for (int c = 0; c < 3; c++)
            Assert.Equal(expected, string.Join(' ', row.Where((_, i) => i % 3 == c).Select(v => v - (50 * c))));
    }
}
