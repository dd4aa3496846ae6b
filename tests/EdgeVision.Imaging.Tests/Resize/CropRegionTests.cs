namespace EdgeVision.Imaging.Tests.Resize;

public sealed class CropRegionTests
{
    /// <summary>As tf.image.central_crop defines it: start = int((n − n · f)/2), size = n − 2 · start.</summary>
    [Theory]
    [InlineData(224, 256, 0.875, 14, 16, 196, 224)]
    [InlineData(500, 375, 0.875, 31, 23, 438, 329)]
    [InlineData(7, 5, 0.5, 1, 1, 5, 3)]
    [InlineData(100, 1, 0.01, 49, 0, 2, 1)]
    [InlineData(640, 480, 1.0, 0, 0, 640, 480)]
    public void The_centre_is_cut_as_TensorFlow_does(int width, int height, double fraction, int x, int y, int w, int h) =>
        Assert.Equal(new CropRegion(x, y, w, h), CropRegion.CentreFraction(width, height, fraction));

    [Fact]
    public void Full_is_everything() => Assert.Equal(new CropRegion(0, 0, 5, 3), CropRegion.Full(5, 3));

    [Theory]
    [InlineData(0, 1, 0.5, "width")]
    [InlineData(1, 0, 0.5, "height")]
    [InlineData(1, 1, 0.0, "fraction")]
    [InlineData(1, 1, 1.01, "fraction")]
    [InlineData(1, 1, double.NaN, "fraction")]
    public void Arguments_are_checked(int width, int height, double fraction, string name) =>
        Assert.Throws<ArgumentOutOfRangeException>(name, () => CropRegion.CentreFraction(width, height, fraction));
}
