using System.Text;

namespace EdgeVision.Imaging.Tests;

public class RegisteredDecoderTests
{
    [Fact]
    public void Registered_decoders_are_asked_in_order_after_the_own_formats()
    {
        ImageFile.Register(new Beginning("@", 1));
        ImageFile.Register(new Beginning("@", 2));
        ImageFile.Register(new Beginning("P6 2 1 255 a", 3));
        Assert.Equal(1, ImageFile.Decode("@..."u8).Width);
        Assert.Equal(2, ImageFile.Decode("P6 2 1 255 abcdef"u8).Width);
        Assert.Throws<ImageFormatException>(() => ImageFile.Decode("#..."u8));
    }

    [Fact]
    public void Limits_reach_the_decoder()
    {
        ImageFile.Register(new Beginning("^", 40));
        var failure = Assert.Throws<ImageFormatException>(() => ImageFile.Decode("^..."u8, new DecoderLimits { MaxPixels = 39 }));
        Assert.Contains("40x1", failure.Message, StringComparison.Ordinal);
        Assert.Throws<ImageFormatException>(() => ImageFile.Decode("^..."u8, new DecoderLimits { MaxFileBytes = 3 }));
    }

    /// <summary>Recognizes how a file begins, as no other test's file does, and gives a picture of a known width.</summary>
    private sealed class Beginning(string start, int width) : IImageDecoder
    {
        public bool Recognizes(ReadOnlySpan<byte> data) => data.StartsWith(Encoding.ASCII.GetBytes(start));

        public RgbImage Decode(ReadOnlySpan<byte> data, DecoderLimits limits)
        {
            limits.CheckSize("test", width, 1);
            return new RgbImage(width, 1, new byte[width * 3]);
        }
    }
}
