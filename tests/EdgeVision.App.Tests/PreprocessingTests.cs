using EdgeVision.App.Images;
using EdgeVision.Imaging;
using EdgeVision.Model;
using EdgeVision.Runtime;

namespace EdgeVision.App.Tests;

public class PreprocessingTests
{
    private static Preprocessing For(float scale, long zeroPoint, string? overrides = null)
    {
        TfliteModel model = TfliteModel.Parse(SmallModels.MeanColour(4, scale, zeroPoint), "m.tflite");
        return Preprocessing.For(ExecutionPlan.Create(model), Preprocessing.ImageNetCrop, AspectFit.Square, overrides);
    }

    [Theory]
    [InlineData(1 / 127.5f, -1, 127.5f, 127.5f)]
    [InlineData(1 / 128f, 0, 127.5f, 127.5f)]
    [InlineData(1 / 255f, -128, 0, 255)]
    [InlineData(1, -128, 0, 1)]
    public void Mean_and_std_follow_from_the_input_range(float scale, long zeroPoint, float mean, float std)
    {
        Preprocessing guess = For(scale, zeroPoint);
        Assert.Equal([mean], guess.Mean);
        Assert.Equal([std], guess.Std);
        Assert.StartsWith("guessed", guess.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_range_asks_for_help() =>
        Assert.Contains("--preprocess", Assert.Throws<BadInputException>(() => For(0.1f, 5)).Message, StringComparison.Ordinal);

    [Fact]
    public void Overrides_replace_single_settings_and_print_as_they_are_read()
    {
        const string Text = "crop=0.5,fit=stretch,resize=tensorflow-legacy,mean=1/2/3,std=4.5";
        Assert.Equal(Text, For(1 / 128f, 0, Text).ToString());
        Assert.Equal("crop=0.875,fit=square,resize=nearest,mean=127.5,std=127.5", For(1 / 128f, 0, "resize=nearest").ToString());
    }

    [Theory]
    [InlineData("crop=0")]
    [InlineData("crop=1.5")]
    [InlineData("crop=NaN")]
    [InlineData("fit=round")]
    [InlineData("resize=cubic")]
    [InlineData("mean=1/2")]
    [InlineData("std=0")]
    [InlineData("std=-1")]
    [InlineData("colour=red")]
    [InlineData("crop")]
    public void Wrong_overrides_are_usage_errors(string setting) =>
        Assert.Contains($"'{setting}'", Assert.Throws<UsageException>(() => For(1 / 128f, 0, setting)).Message, StringComparison.Ordinal);

    [Fact]
    public void Square_takes_the_middle_of_the_longer_side()
    {
        Preprocessing square = For(1 / 128f, 0, "crop=0.5");
        Assert.Equal(new CropRegion(75, 25, 50, 50), square.Region(200, 100));
        Assert.Equal(new CropRegion(25, 75, 50, 50), square.Region(100, 200));
        Preprocessing stretch = For(1 / 128f, 0, "crop=0.5,fit=stretch");
        Assert.Equal(new CropRegion(50, 25, 100, 50), stretch.Region(200, 100));
    }
}
