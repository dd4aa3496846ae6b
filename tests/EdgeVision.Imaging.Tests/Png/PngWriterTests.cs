using EdgeVision.Imaging.Tests.Support;

namespace EdgeVision.Imaging.Tests.Png;

public sealed class PngWriterTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 9)]
    [InlineData(31, 17)]
    public void What_is_written_reads_back(int width, int height)
    {
        RgbImage image = TestPictures.Noise(width, height);
        RgbImage read = ImageFile.Decode(PngWriter.Encode(image));
        Assert.Equal((width, height), (read.Width, read.Height));
        Assert.Equal(image.Pixels, read.Pixels);
    }

    [Fact]
    public void A_file_is_replaced()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.png");
        try
        {
            RgbImage image = TestPictures.Noise(3, 2);
            PngWriter.Save(TestPictures.Noise(50, 50), path);
            PngWriter.Save(image, path);
            Assert.Equal(image.Pixels, ImageFile.Load(path).Pixels);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
