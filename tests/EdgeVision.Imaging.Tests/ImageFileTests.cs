using EdgeVision.Imaging.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Imaging.Tests;

public sealed class ImageFileTests
{
    public static TheoryData<string, int, int, string> Expected()
    {
        var data = new TheoryData<string, int, int, string>();
        foreach (string[] line in TestPictures.Lines("expected.txt"))
            data.Add(line[0], int.Parse(line[1]), int.Parse(line[2]), line[3]);
        return data;
    }

    [Theory]
    [MemberData(nameof(Expected))]
    public void Every_picture_decodes_to_the_bytes_of_Pillow(string name, int width, int height, string hash)
    {
        RgbImage image = ImageFile.Load(TestPictures.PathOf(name));
        Assert.Equal((width, height), (image.Width, image.Height));
        Assert.Equal(hash, TestPictures.Hash(image));
    }

    [Theory]
    [InlineData("jpeg-420.jpg")]
    [InlineData("jpeg-420-progressive.jpg")]
    [InlineData("png-rgb.png")]
    [InlineData("bmp-24.bmp")]
    [InlineData("p6.ppm")]
    public void Bytes_after_the_picture_are_ignored(string name)
    {
        byte[] file = TestPictures.Read(name);
        Assert.Equal(ImageFile.Decode(file).Pixels, ImageFile.Decode([.. file, 0xFF, 0xD8, 0xFF, 1, 2, 3, .. file]).Pixels);
    }

    [Theory]
    [InlineData("jpeg-420.jpg", 2)]
    [InlineData("jpeg-420-progressive.jpg", 0)]
    [InlineData("jpeg-restart-1-mcu.jpg", 2)]
    [InlineData("jpeg-grey.jpg", 2)]
    [InlineData("png-rgb.png", 0)]
    [InlineData("png-palette-4.png", 0)]
    [InlineData("bmp-24.bmp", 0)]
    [InlineData("bmp-core.bmp", 0)]
    [InlineData("bmp-rle8.bmp", 0)]
    [InlineData("p6.ppm", 0)]
    [InlineData("p5.pgm", 0)]
    [InlineData("p4.pbm", 0)]
    public void A_file_cut_anywhere_is_refused(string name, int needlessBytes)
    {
        byte[] file = TestPictures.Read(name);
        for (int length = 0; length < file.Length - needlessBytes; length++)
            Assert.Throws<ImageFormatException>(() => ImageFile.Decode(file.AsSpan(0, length)));
        Assert.Equal(ImageFile.Decode(file).Pixels, ImageFile.Decode(file.AsSpan(0, file.Length - needlessBytes)).Pixels);
    }

    [Theory]
    [InlineData("GIF89a", "GIF")]
    [InlineData("RIFF....WEBPVP8 ", "WebP")]
    [InlineData("II*\0....", "TIFF")]
    [InlineData("MM\0*....", "TIFF")]
    [InlineData("....ftypheic", "HEIF")]
    [InlineData("hello", "68656C6C")]
    [InlineData("P6", "5036")]
    [InlineData("P7 ", "503720")]
    [InlineData("", "empty")]
    public void Other_formats_are_refused_by_name(string text, string expected) =>
        Refused.Because(expected, System.Text.Encoding.ASCII.GetBytes(text));

    [Fact]
    public void Load_names_the_file()
    {
        string path = TestPictures.PathOf("jpeg-arithmetic.jpg");
        ImageFormatException e = Assert.Throws<ImageFormatException>(() => ImageFile.Load(path));
        Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
        Assert.Contains("arithmetic", e.Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => ImageFile.Load(path + ".missing"));
    }

    [Fact]
    public void Load_checks_the_length_before_reading()
    {
        var limits = new DecoderLimits { MaxFileBytes = 100 };
        ImageFormatException e = Assert.Throws<ImageFormatException>(() => ImageFile.Load(TestPictures.PathOf("jpeg-420.jpg"), limits));
        Assert.Contains("more than the 100 allowed", e.Message, StringComparison.Ordinal);
        Refused.Because("more than the 100 allowed", TestPictures.Read("jpeg-420.jpg"), limits);
    }

    [SharedTheory]
    [InlineData("imagenet", 500)]
    [InlineData("coco128", 128)]
    public void Photos_decode(string set, int count)
    {
        string[] files = Directory.GetFiles(SharedMaterial.PathOf("images", set), "*.jpg", SearchOption.AllDirectories);
        Assert.Equal(count, files.Length);
        foreach (string file in files)
        {
            RgbImage image = ImageFile.Load(file);
            Assert.Contains(image.Pixels, sample => sample != image.Pixels[0]);
        }
    }
}
