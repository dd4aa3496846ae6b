using EdgeVision.Imaging.Tests.Support;

namespace EdgeVision.Imaging.Tests.Resize;

public sealed class PillowBilinearTests
{
    public static TheoryData<string, string, int, int, int, int> Expected()
    {
        var data = new TheoryData<string, string, int, int, int, int>();
        foreach (string[] line in TestPictures.Lines("resized.txt"))
            data.Add(line[0], line[1], int.Parse(line[2]), int.Parse(line[3]), int.Parse(line[4]), int.Parse(line[5]));
        return data;
    }

    [Theory]
    [MemberData(nameof(Expected))]
    public void Bytes_are_those_of_Pillow(string result, string source, int x, int y, int width, int height)
    {
        RgbImage expected = ImageFile.Load(TestPictures.PathOf(result));
        byte[] resized = TensorSpecs.Resize(
            ImageFile.Load(TestPictures.PathOf(source)),
            new CropRegion(x, y, width, height),
            ResizeConvention.PillowBilinear,
            expected.Width,
            expected.Height);
        Assert.Equal(expected.Pixels, resized);
    }
}
