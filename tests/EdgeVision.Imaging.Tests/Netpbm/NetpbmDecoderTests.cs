using System.Text;
using EdgeVision.Imaging.Tests.Support;

namespace EdgeVision.Imaging.Tests.Netpbm;

public sealed class NetpbmDecoderTests
{
    [Theory]
    [InlineData("P1 3 2 011 100", "255 0 0 0 255 255")]
    [InlineData("P1#c\n3#c\n2 0 1#1\n1 1 0 0", "255 0 0 0 255 255")]
    [InlineData("P2 2 1 255 7 255", "7 255")]
    [InlineData("P2 3 1 2 0 1 2", "0 128 255")]
    [InlineData("P2 2 1 65535 65535 128", "255 0")]
    [InlineData("P2\t2\r\n1\v15\f15 1\n", "255 17")]
    [InlineData("P5 2 1 255\nAz", "65 122")]
    [InlineData("P4 10 1\nAz", "255 0 255 255 255 255 255 0 255 0")]
    public void Grey_is_scaled_to_bytes(string file, string expected)
    {
        RgbImage image = ImageFile.Decode(Encoding.ASCII.GetBytes(file));
        Assert.Equal(expected, string.Join(' ', image.Pixels.Where((_, i) => i % 3 == 0)));
        Assert.Equal(expected, string.Join(' ', image.Pixels.Where((_, i) => i % 3 == 2)));
    }

    [Theory]
    [InlineData("P3 1 1 255 1 2 3", "1 2 3")]
    [InlineData("P6 1 1 255\nabc", "97 98 99")]
    [InlineData("P6 1 1 256\n\0a\u0001\0\0b", "97 255 98")]
    public void Colours_keep_their_order(string file, string expected) =>
        Assert.Equal(expected, string.Join(' ', ImageFile.Decode(Encoding.ASCII.GetBytes(file)).Pixels));

    [Theory]
    [InlineData("P5 0 1 255\nA", "0x1")]
    [InlineData("P5 x 1 255\nA", "a number is missing")]
    [InlineData("P5 99999999999999999999 1 255\nA", "above 2147483647")]
    [InlineData("P5 1 1 0\nA", "largest sample value is 0")]
    [InlineData("P5 1 1 65536\nA", "above 65535")]
    [InlineData("P5 1 1 64\nA", "sample 65 is above the largest value 64")]
    [InlineData("P5 1 1 300\n\u0001\u0030", "sample 304 is above")]
    [InlineData("P2 1 1 64 65", "above 64")]
    [InlineData("P5 1 1 255#A", "space before the pixels")]
    [InlineData("P5 1 1 255", "space before the pixels")]
    [InlineData("P5 2 2 255\nABC", "2x2 needs 4 bytes of pixels, 3 follow")]
    [InlineData("P6 1 1 256\nABCDE", "needs 6 bytes")]
    [InlineData("P4 9 2\nABC", "needs 4 bytes")]
    [InlineData("P1 2 2 01", "needs 4 bytes")]
    [InlineData("P1 2 2 012 ", "0 or 1 is missing")]
    [InlineData("P1 2 2 01#  ", "0 or 1 is missing")]
    [InlineData("P3 1 1 255 1 2    ", "a number is missing")]
    [InlineData("P3 9000 5000 255 1 2    ", "needs 269999999 bytes")]
    public void Damage_is_refused(string file, string reason) => Refused.Because(reason, Encoding.ASCII.GetBytes(file));
}
