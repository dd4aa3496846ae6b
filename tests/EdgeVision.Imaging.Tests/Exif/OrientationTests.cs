using EdgeVision.Imaging.Exif;
using EdgeVision.Imaging.Tests.Support;

namespace EdgeVision.Imaging.Tests.Exif;

public sealed class OrientationTests
{
    /// <summary>EXIF 2.32, 4.6.4: which corner of what is seen the stored first row and first column are.</summary>
    [Theory]
    [InlineData(1, "ABC DEF")]
    [InlineData(2, "CBA FED")]
    [InlineData(3, "FED CBA")]
    [InlineData(4, "DEF ABC")]
    [InlineData(5, "AD BE CF")]
    [InlineData(6, "DA EB FC")]
    [InlineData(7, "FC EB DA")]
    [InlineData(8, "CF BE AD")]
    [InlineData(0, "ABC DEF")]
    [InlineData(9, "ABC DEF")]
    [InlineData(65535, "ABC DEF")]
    public void Pixels_are_turned_and_mirrored(int value, string upright)
    {
        byte[] pixels = [.. "ABCDEF".SelectMany(letter => new[] { (byte)letter, (byte)(letter + 32), (byte)1 })];
        RgbImage image = new Orientation(value).Apply(new RgbImage(3, 2, pixels));
        var rows = Enumerable.Range(0, image.Height).Select(y => Enumerable.Range(0, image.Width).Select(x => Letter(image, x, y)));
        Assert.Equal(upright, string.Join(' ', rows.Select(row => string.Concat(row))));
    }

    [Theory]
    [InlineData("49492A0008000000 0200 0F01020001000000 41000000 1201030001000000 03000000", 3)]
    [InlineData("4D4D002A00000008 0001 0112000300000001 00080000", 8)]
    [InlineData("4D4D002A0000000A FFFF 0001 0112000300000001 00060000", 6)]
    [InlineData("4D4D002A00000008 0001 0112000400000001 00080000", 1)]
    [InlineData("4D4D002A00000008 0000 0112000300000001 00080000", 1)]
    [InlineData("4D4D002A00000008 0009 0113000300000001 00080000", 1)]
    [InlineData("4D4D002A00000008 0001 0112000300000001 0008", 1)]
    [InlineData("4D4D002A00000008", 1)]
    [InlineData("4D4D002A00000009 00", 1)]
    [InlineData("4D4D002AFFFFFFFF 0001 0112000300000001 00080000", 1)]
    [InlineData("49492A00FFFFFF7F 0001 0112000300000001 00080000", 1)]
    [InlineData("4D4D2A0000000008 0001 0112000300000001 00080000", 1)]
    [InlineData("4D4D002A", 1)]
    [InlineData("", 1)]
    public void The_tag_is_found_and_damage_is_ignored(string tiff, int expected) =>
        Assert.Equal(new Orientation(expected), ExifReader.Orientation(Hex.Bytes(tiff)));

    [Fact]
    public void Damaged_metadata_do_not_spoil_a_picture()
    {
        byte[] file = TestPictures.Read("jpeg-orientation-6.jpg");
        byte[] damaged = [.. file];
        int exif = file.AsSpan().IndexOf("Exif\0\0"u8);
        damaged.AsSpan(exif + 10, 4).Fill(0xFF);
        RgbImage upright = ImageFile.Decode(file);
        RgbImage stored = ImageFile.Decode(damaged);
        Assert.Equal((upright.Height, upright.Width), (stored.Width, stored.Height));
    }

    private static char Letter(RgbImage image, int x, int y)
    {
        ReadOnlySpan<byte> pixel = image.Row(y).Slice(3 * x, 3);
        Assert.Equal((pixel[0] + 32, 1), (pixel[1], pixel[2]));
        return (char)pixel[0];
    }
}
