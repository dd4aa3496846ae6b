namespace EdgeVision.Imaging.Tests;

public sealed class RgbImageTests
{
    [Fact]
    public void Rows_are_slices_of_the_pixels()
    {
        var image = new RgbImage(2, 2, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        Assert.Equal<byte>([7, 8, 9, 10, 11, 12], image.Row(1).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => image.Row(2).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => image.Row(-1).Length);
    }

    [Fact]
    public void Sizes_and_lengths_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>("width", () => new RgbImage(0, 1, []));
        Assert.Throws<ArgumentOutOfRangeException>("height", () => new RgbImage(1, 0, []));
        Assert.Throws<ArgumentNullException>("pixels", () => new RgbImage(1, 1, null!));
        Assert.Throws<ArgumentException>("pixels", () => new RgbImage(1, 1, new byte[4]));
        Assert.Throws<ArgumentException>("pixels", () => new RgbImage(65536, 65536, []));
    }
}
