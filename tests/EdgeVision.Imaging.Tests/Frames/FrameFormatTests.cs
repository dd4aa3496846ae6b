namespace EdgeVision.Imaging.Tests.Frames;

public sealed class FrameFormatTests
{
    [Theory]
    [InlineData(PixelFormat.Rgb24, 5, 3, 15, 45)]
    [InlineData(PixelFormat.Yuv420, 6, 4, 6, 36)]
    [InlineData(PixelFormat.Yuv420, 5, 3, 5, 27)]
    [InlineData(PixelFormat.Nv12, 6, 4, 6, 36)]
    [InlineData(PixelFormat.Nv12, 5, 3, 6, 30)]
    [InlineData(PixelFormat.Yuyv, 6, 4, 12, 48)]
    [InlineData(PixelFormat.Yuyv, 5, 3, 12, 36)]
    [InlineData(PixelFormat.Mjpeg, 6, 4, 0, 0)]
    public void Without_padding_rows_are_as_short_as_they_can_be(PixelFormat pixels, int width, int height, int stride, int length)
    {
        var format = new FrameFormat(pixels, width, height);
        Assert.Equal((stride, length), (format.Stride, format.Length));
    }

    [Theory]
    [InlineData(PixelFormat.Rgb24, 64, 64 * 4)]
    [InlineData(PixelFormat.Yuv420, 64, (64 * 4) + (2 * 32 * 2))]
    [InlineData(PixelFormat.Yuv420, 65, (65 * 4) + (2 * 33 * 2))]
    [InlineData(PixelFormat.Nv12, 64, 64 * 6)]
    [InlineData(PixelFormat.Yuyv, 64, 64 * 4)]
    public void Padding_counts(PixelFormat pixels, int stride, int length) =>
        Assert.Equal(length, new FrameFormat(pixels, 6, 4, stride, ColorRange.Limited).Length);

    [Fact]
    public void Formats_are_equal_when_all_their_properties_are()
    {
        var format = new FrameFormat(PixelFormat.Yuv420, 6, 4);
        Assert.Equal(format, new FrameFormat(PixelFormat.Yuv420, 6, 4, 6, ColorRange.Full));
        Assert.NotEqual(format, new FrameFormat(PixelFormat.Yuv420, 6, 4, 8, ColorRange.Full));
        Assert.NotEqual(format, new FrameFormat(PixelFormat.Yuv420, 6, 4, ColorRange.Limited));
        Assert.NotEqual(format, new FrameFormat(PixelFormat.Nv12, 6, 4));
        Assert.Equal("yuv420 6x4", format.ToString());
    }

    [Theory]
    [InlineData("width", PixelFormat.Yuv420, 0, 4, 8)]
    [InlineData("width", PixelFormat.Mjpeg, 16385, 4, 0)]
    [InlineData("height", PixelFormat.Yuv420, 4, 0, 8)]
    [InlineData("height", PixelFormat.Yuv420, 4, 16385, 8)]
    [InlineData("stride", PixelFormat.Rgb24, 4, 4, 11)]
    [InlineData("stride", PixelFormat.Yuyv, 5, 4, 11)]
    [InlineData("stride", PixelFormat.Nv12, 5, 4, 5)]
    [InlineData("stride", PixelFormat.Yuv420, 4, 4, 131073)]
    [InlineData("stride", PixelFormat.Mjpeg, 4, 4, 1)]
    [InlineData("stride", PixelFormat.Nv12, 16384, 16384, 131072)]
    [InlineData("pixels", (PixelFormat)9, 4, 4, 8)]
    public void Values_outside_their_ranges_are_refused(string argument, PixelFormat pixels, int width, int height, int stride) =>
        Assert.Throws<ArgumentOutOfRangeException>(argument, () => new FrameFormat(pixels, width, height, stride, ColorRange.Full));

    [Fact]
    public void The_range_is_one_of_two() =>
        Assert.Throws<ArgumentOutOfRangeException>("range", () => new FrameFormat(PixelFormat.Nv12, 4, 4, (ColorRange)2));
}
