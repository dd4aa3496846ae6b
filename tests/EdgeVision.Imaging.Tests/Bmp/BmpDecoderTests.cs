using System.Buffers.Binary;
using EdgeVision.Imaging.Tests.Support;

namespace EdgeVision.Imaging.Tests.Bmp;

public sealed class BmpDecoderTests
{
    private const int Rle8 = 1;
    private const int Rle4 = 2;
    private const int BitFields = 3;

    /// <summary>Grey levels 0, 16, 32 … so that pixels show their index.</summary>
    private static readonly byte[] Palette = [.. Enumerable.Range(0, 16).SelectMany(i => Enumerable.Repeat((byte)(16 * i), 4))];

    [Theory]
    [InlineData(Rle8, 8, "0301 0001", "000 111")]
    [InlineData(Rle8, 8, "0301 0000 0302 0001", "222 111")]
    [InlineData(Rle8, 8, "0901 0000 0302 0001", "222 111")]
    [InlineData(Rle8, 8, "0002 0101 0205 0001", "055 000")]
    [InlineData(Rle8, 8, "0002 0900 0205 0001", "000 000")]
    [InlineData(Rle8, 8, "0003 01020300 0000 0103 0001", "300 123")]
    [InlineData(Rle8, 8, "0000 0000", "000 000")]
    [InlineData(Rle8, 8, "0002 0002", "000 000")]
    [InlineData(Rle4, 4, "0312 0000 0234 0001", "340 121")]
    [InlineData(Rle4, 4, "0003 1230 0000 0156 0001", "500 123")]
    [InlineData(Rle4, 4, "0005 12345000 0000 0378 0001", "787 123")]
    public void Run_lengths_are_unpacked(int compression, int bits, string code, string expected)
    {
        RgbImage image = ImageFile.Decode(File(Info(3, 2, bits, compression), Palette, Hex.Bytes(code)));
        Assert.Equal(expected, string.Join(' ', Rows(image)));
    }

    [Theory]
    [InlineData("0301")]
    [InlineData("03")]
    [InlineData("0002 01")]
    [InlineData("0005 0102")]
    public void Run_lengths_that_end_early_are_refused(string code) =>
        Refused.Because("truncated", File(Info(3, 2, 8, Rle8), Palette, Hex.Bytes(code)));

    [Theory]
    [InlineData(0xF000u, 0x00F0u, 0x000Fu, 0xA3C5u, 0xAA, 0xCC, 0x55)]
    [InlineData(0x8000u, 0x7F00u, 0x00FFu, 0xBF80u, 255, 126, 128)]
    [InlineData(0u, 0x00FFu, 0xFFFFu, 0x1234u, 0, 0x34, 0x12)]
    public void Any_mask_stretches_to_a_byte(uint red, uint green, uint blue, uint pixel, byte r, byte g, byte b)
    {
        byte[] masks = [.. Bytes(red), .. Bytes(green), .. Bytes(blue)];
        RgbImage image = ImageFile.Decode(File(Info(1, 1, 16, BitFields), masks, [.. Bytes(pixel)]));
        Assert.Equal<byte>([r, g, b], image.Pixels);
    }

    [Fact]
    public void Masks_of_all_bits_do_not_overflow()
    {
        byte[] masks = [.. Bytes(uint.MaxValue), .. Bytes(0xFF000000), .. Bytes(1)];
        Assert.Equal<byte>([0x80, 0x80, 255], ImageFile.Decode(File(Info(1, 1, 32, BitFields), masks, [.. Bytes(0x80808081)])).Pixels);
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(8, 4)]
    [InlineData(4, 1)]
    [InlineData(24, 1)]
    [InlineData(32, 5)]
    [InlineData(24, 3)]
    [InlineData(2, 0)]
    [InlineData(64, 0)]
    public void Unknown_kinds_are_refused(int bits, int compression) =>
        Refused.Because("is not supported", File(Info(1, 1, bits, compression), [], new byte[64]));

    [Fact]
    public void Headers_are_checked()
    {
        Refused.Because("header of 41 bytes", File([41, .. Info(1, 1, 24)[1..]], [], new byte[4]));
        Refused.Because("0x1", File(Info(0, 1, 24), [], new byte[4]));
        Refused.Because("-1x1", File(Info(-1, 1, 24), [], new byte[4]));
        Refused.Because("1x2147483648", File(Info(1, int.MinValue, 24), [], new byte[4]));
        Refused.Because("do not fit", File(Info(2, 2, 24), [], new byte[15]));
        byte[] far = File(Info(1, 1, 24), [], new byte[4]);
        BinaryPrimitives.WriteInt32LittleEndian(far.AsSpan(10), -4);
        Refused.Because("do not fit", far);
        Refused.Because("palette entry 3 of 3", File(Info(1, 1, 8, 0, 3), Palette[..12], [3, 0, 0, 0]));
        Refused.Because("truncated", File(Info(1, 1, 8), [1, 2, 3], []));
    }

    [Fact]
    public void Newer_headers_hold_the_masks_and_the_palette_follows_them()
    {
        byte[] v5 = new byte[124];
        Info(1, 1, 16, BitFields).CopyTo(v5, 0);
        v5[0] = 124;
        ((byte[])[.. Bytes(0xF000), .. Bytes(0x0F00), .. Bytes(0x00F0)]).CopyTo(v5, 40);
        Assert.Equal<byte>([0x11, 0x22, 0x33], ImageFile.Decode(File(v5, [], [0x34, 0x12, 0, 0])).Pixels);
        Info(1, 1, 8).CopyTo(v5, 0);
        v5[0] = 124;
        Assert.Equal<byte>([32, 32, 32], ImageFile.Decode(File(v5, [.. Palette, .. new byte[960]], [2, 0, 0, 0])).Pixels);
    }

    private static byte[] Info(int width, int height, int bits, int compression = 0, int colors = 0)
    {
        byte[] info = new byte[40];
        info[0] = 40;
        BinaryPrimitives.WriteInt32LittleEndian(info.AsSpan(4), width);
        BinaryPrimitives.WriteInt32LittleEndian(info.AsSpan(8), height);
        info[12] = 1;
        info[14] = (byte)bits;
        info[16] = (byte)compression;
        info[32] = (byte)(colors == 0 && compression is Rle8 ? 16 : colors);
        return info;
    }

    private static byte[] File(byte[] info, byte[] palette, byte[] pixels)
    {
        byte[] offset = Bytes((uint)(14 + info.Length + palette.Length));
        return [(byte)'B', (byte)'M', 0, 0, 0, 0, 0, 0, 0, 0, .. offset, .. info, .. palette, .. pixels];
    }

    private static byte[] Bytes(uint value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16), (byte)(value >> 24)];

    private static IEnumerable<string> Rows(RgbImage image)
    {
        for (int y = 0; y < image.Height; y++)
            yield return string.Concat(image.Row(y).ToArray().Where((_, i) => i % 3 == 0).Select(level => level / 16));
    }
}
