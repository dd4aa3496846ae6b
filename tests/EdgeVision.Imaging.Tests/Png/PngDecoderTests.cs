using System.IO.Compression;
using EdgeVision.Imaging.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Imaging.Tests.Png;

public sealed class PngDecoderTests
{
    public static TheoryData<int, int, bool> Kinds()
    {
        var data = new TheoryData<int, int, bool>();
        foreach ((int colorType, int depth) in new[]
            {
                (0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8), (4, 8), (4, 16), (6, 8), (6, 16),
            })
        {
            data.Add(colorType, depth, false);
            data.Add(colorType, depth, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_and_size_decodes(int colorType, int depth, bool interlaced)
    {
        var prng = new Prng(77);
        foreach ((int width, int height) in new[] { (1, 1), (2, 3), (3, 2), (4, 4), (5, 1), (1, 5), (8, 8), (9, 17), (21, 13) })
        {
            (byte[] file, byte[] pixels) = Create(width, height, colorType, depth, interlaced, ref prng);
            RgbImage image = ImageFile.Decode(file);
            Assert.Equal((width, height), (image.Width, image.Height));
            Assert.Equal(pixels, image.Pixels);
        }
    }

    [Fact]
    public void Data_may_be_split_over_many_chunks()
    {
        byte[] compressed = PngBuilder.Compress([0, 1, 2, 3, 0, 4, 5, 6]);
        PngBuilder png = new PngBuilder().Header(1, 2, 8, 2).Chunk("tEXt", 1, 2, 3);
        foreach (byte b in compressed)
            png.Chunk("IDAT", b).Chunk("IDAT");
        Assert.Equal<byte>([1, 2, 3, 4, 5, 6], ImageFile.Decode(png.End()).Pixels);
    }

    [Fact]
    public void Surplus_data_are_ignored() =>
        Assert.Equal<byte>([1, 2, 3], ImageFile.Decode(new PngBuilder().Header(1, 1, 8, 2).Data(0, 1, 2, 3, 9, 9, 9, 9).End()).Pixels);

    [Theory]
    [InlineData("png-rgb.png")]
    [InlineData("png-palette-2.png")]
    public void Every_flipped_bit_is_noticed(string name)
    {
        byte[] file = TestPictures.Read(name);
        for (int i = 0; i < file.Length; i++)
        {
            file[i] ^= (byte)(1 << (i % 8));
            Assert.Throws<ImageFormatException>(() => ImageFile.Decode(file));
            file[i] ^= (byte)(1 << (i % 8));
        }
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(2, 4)]
    [InlineData(3, 16)]
    [InlineData(4, 4)]
    [InlineData(6, 2)]
    [InlineData(1, 8)]
    [InlineData(5, 8)]
    [InlineData(7, 8)]
    public void Kinds_that_do_not_exist_are_refused(int colorType, int depth) =>
        Refused.Because("does not exist", new PngBuilder().Header(1, 1, depth, colorType).Data(0, 0, 0, 0).End());

    [Theory]
    [InlineData(2, 0, 0)]
    [InlineData(0, 1, 0)]
    [InlineData(0, 0, 1)]
    public void Methods_that_do_not_exist_are_refused(int interlace, int compression, int filter) =>
        Refused.Because("do not exist", new PngBuilder().Header(1, 1, 8, 0, interlace, compression, filter).Data(0, 0).End());

    [Fact]
    public void Damage_that_checksums_do_not_show_is_refused()
    {
        Refused.Because("0x5", new PngBuilder().Header(0, 5, 8, 0).Data(0).End());
        Refused.Because("row filter 5", new PngBuilder().Header(1, 1, 8, 0).Data(5, 0).End());
        Refused.Because("before the last row", new PngBuilder().Header(1, 2, 8, 0).Data(0, 7, 0).End());
        Refused.Because("before the last row", new PngBuilder().Header(1, 2, 8, 0).Data(0, 7).End());
        Refused.Because("invalid", new PngBuilder().Header(1, 1, 8, 0).Chunk("IDAT", 1, 2, 3, 4).End());
        Refused.Because("too few", new PngBuilder().Header(4000, 4000, 8, 2).Data(0, 0).End());
        Refused.Because("palette is missing", new PngBuilder().Header(1, 1, 8, 3).Data(0, 0).End());
        Refused.Because("palette entry 2 of 2", new PngBuilder().Header(1, 1, 8, 3).Chunk("PLTE", 1, 2, 3, 4, 5, 6).Data(0, 2).End());
        Refused.Because("palette of 4", new PngBuilder().Header(1, 1, 8, 3).Chunk("PLTE", 1, 2, 3, 4).Data(0, 0).End());
        Refused.Because("palette of 771", new PngBuilder().Header(1, 1, 8, 3).Chunk("PLTE", new byte[771]).Data(0, 0).End());
        Refused.Because("unknown and cannot be skipped", new PngBuilder().Header(1, 1, 8, 0).Chunk("ABCD").Data(0, 0).End());
        Refused.Because("first chunk", new PngBuilder().Data(0, 0).Header(1, 1, 8, 0).End());
        Refused.Because("there are two", new PngBuilder().Header(1, 1, 8, 0).Header(1, 1, 8, 0).Data(0, 0).End());
        Refused.Because("end at byte", new PngBuilder().Header(1, 1, 8, 0).Data(0, 0).ToArray());
    }

    /// <summary>Stored without compression, the checksum comes to lie before, on and behind the border of two 8 KiB buffers.</summary>
    [Fact]
    public void The_checksum_of_the_pixels_is_compared()
    {
        for (int width = 8170; width < 8200; width++)
        {
            byte[] compressed = PngBuilder.Compress(new byte[width + 1], CompressionLevel.NoCompression);
            compressed[^1] ^= 1;
            Refused.Because("invalid", new PngBuilder().Header(width, 1, 8, 0).Chunk("IDAT", compressed).End());
        }
    }

    /// <summary>A file of random samples and the pixels it stands for.</summary>
    internal static (byte[] File, byte[] Pixels) Create(
        int width, int height, int colorType, int depth, bool interlaced, ref Prng prng)
    {
        int channels = colorType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        byte[] palette = new byte[3 << Math.Min(depth, 8)];
        prng.Fill(palette);
        int[][] samples = new int[height][];
        List<byte> pixels = [];
        for (int y = 0; y < height; y++)
        {
            samples[y] = new int[width * channels];
            for (int i = 0; i < samples[y].Length; i++)
                samples[y][i] = prng.Next(0, (1 << depth) - 1);
            for (int i = 0; i < samples[y].Length; i += channels)
                pixels.AddRange(Pixel(samples[y].AsSpan(i, channels), colorType, depth, palette));
        }

        PngBuilder png = new PngBuilder().Header(width, height, depth, colorType, interlaced ? 1 : 0);
        if (colorType == 3)
            png.Chunk("PLTE", palette);
        return (png.Data(PngRows.Store(samples, channels, depth, interlaced)).End(), [.. pixels]);
    }

    private static byte[] Pixel(ReadOnlySpan<int> samples, int colorType, int depth, byte[] palette)
    {
        int first = samples[0];
        return colorType switch
        {
            3 => palette[(3 * first)..((3 * first) + 3)],
            0 or 4 => [ToByte(first), ToByte(first), ToByte(first)],
            _ => [ToByte(first), ToByte(samples[1]), ToByte(samples[2])],
        };

        byte ToByte(int sample) => (byte)(depth == 16 ? sample / 256 : sample * 255 / ((1 << depth) - 1));
    }
}
