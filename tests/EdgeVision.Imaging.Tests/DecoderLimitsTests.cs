using EdgeVision.Imaging.Tests.Support;

namespace EdgeVision.Imaging.Tests;

public sealed class DecoderLimitsTests
{
    [Fact]
    public void Values_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("MaxPixels", () => new DecoderLimits { MaxPixels = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("MaxPixels", () => new DecoderLimits { MaxPixels = 250_000_001 });
        Assert.Throws<ArgumentOutOfRangeException>("MaxFileBytes", () => new DecoderLimits { MaxFileBytes = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("MaxFileBytes", () => new DecoderLimits { MaxFileBytes = int.MaxValue });
        Assert.Throws<ArgumentOutOfRangeException>("MaxScans", () => new DecoderLimits { MaxScans = 0 });
    }

    [Theory]
    [InlineData("jpeg-420.jpg")]
    [InlineData("png-rgb.png")]
    [InlineData("bmp-24.bmp")]
    [InlineData("bmp-rle8.bmp")]
    [InlineData("p6.ppm")]
    [InlineData("p1.pbm")]
    public void A_picture_of_just_the_allowed_size_decodes(string name)
    {
        byte[] file = TestPictures.Read(name);
        RgbImage image = ImageFile.Decode(file);
        long pixels = image.Width * image.Height;
        Assert.Equal(image.Pixels, ImageFile.Decode(file, new DecoderLimits { MaxPixels = pixels }).Pixels);
        Refused.Because($"more than the {pixels - 1:N0} pixels", file, new DecoderLimits { MaxPixels = pixels - 1 });
    }

    [Fact]
    public void Scans_are_counted()
    {
        byte[] file = TestPictures.Read("jpeg-successive-approximation.jpg");
        Assert.Equal(37, ImageFile.Decode(file, new DecoderLimits { MaxScans = 15 }).Width);
        Refused.Because("more than 14 scans", file, new DecoderLimits { MaxScans = 14 });
    }
}
