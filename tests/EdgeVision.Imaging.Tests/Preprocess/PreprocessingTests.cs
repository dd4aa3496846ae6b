namespace EdgeVision.Imaging.Tests.Preprocess;

public class PreprocessingTests
{
    [Fact]
    public void Text_is_printed_as_it_is_read()
    {
        const string Text = "crop=0.9,fit=stretch,resize=tensorflow-legacy,mean=1/2/3,std=4.5";
        Assert.Equal(Text, Preprocessing.MiddleSquare.With(Text).ToString());
    }

    [Fact]
    public void The_syntax_names_every_fit_and_resize_convention()
    {
        AspectFit[] fits = Enum.GetValues<AspectFit>();
        ResizeConvention[] conventions = Enum.GetValues<ResizeConvention>();
        string[] fitNames = Array.ConvertAll(fits, fit => Setting("fit", Preprocessing.WholePicture with { Fit = fit }));
        string[] conventionNames = Array.ConvertAll(conventions, resize => Setting("resize", Preprocessing.WholePicture with { Resize = resize }));

        Assert.Contains(
            $" fit={string.Join('|', fitNames)}, resize={string.Join('|', conventionNames)}, ", Preprocessing.Syntax, StringComparison.Ordinal);
        Assert.Equal(fits, Array.ConvertAll(fitNames, name => Preprocessing.WholePicture.With($"fit={name}").Fit));
        Assert.Equal(conventions, Array.ConvertAll(conventionNames, name => Preprocessing.WholePicture.With($"resize={name}").Resize));

        static string Setting(string key, Preprocessing of) => of.ToString().Split(',').Single(setting => setting.StartsWith(key + "=", StringComparison.Ordinal))[(key.Length + 1)..];
    }

    [Fact]
    public void Settings_that_are_not_named_stay()
    {
        Preprocessing changed = (Preprocessing.WholePicture with { Mean = [1], Std = [2] }).With(" resize=nearest , std=3 ,");
        Assert.Equal("crop=1,fit=stretch,resize=nearest,mean=1,std=3", changed.ToString());
        Assert.Equal("crop=0.875,fit=square,resize=tensorflow,mean=,std=", Preprocessing.MiddleSquare.With("").ToString());
    }

    [Theory]
    [InlineData("crop=0")]
    [InlineData("crop=1.5")]
    [InlineData("crop=NaN")]
    [InlineData("crop=0.5/0.5/0.5")]
    [InlineData("fit=round")]
    [InlineData("fit=1")]
    [InlineData("resize=cubic")]
    [InlineData("mean=1/2")]
    [InlineData("mean=a")]
    [InlineData("mean=1e99")]
    [InlineData("std=0")]
    [InlineData("std=1/-1/1")]
    [InlineData("colour=red")]
    [InlineData("crop")]
    public void Settings_that_make_no_sense_are_refused(string setting)
    {
        PreprocessingException refusal = Assert.Throws<PreprocessingException>(() => Preprocessing.MiddleSquare.With($"mean=0,{setting}"));
        Assert.Contains($"'{setting}'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("fit=square|stretch", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Square_takes_the_middle_of_the_longer_side_and_stretch_takes_both()
    {
        Preprocessing square = Preprocessing.MiddleSquare.With("crop=0.5");
        Assert.Equal(new CropRegion(75, 25, 50, 50), square.Region(200, 100));
        Assert.Equal(new CropRegion(25, 75, 50, 50), square.Region(100, 200));
        Assert.Equal(new CropRegion(50, 25, 100, 50), square.With("fit=stretch").Region(200, 100));
        Assert.Equal(new CropRegion(0, 0, 200, 100), Preprocessing.WholePicture.Region(200, 100));
    }

    [Fact]
    public void Normalization_has_to_be_known_and_to_fit_the_channels()
    {
        static string Refusal(Preprocessing p, int channels) => Assert.Throws<PreprocessingException>(() => p.NormalizationFor(channels)).Message;

        Assert.Contains("--preprocess", Refusal(Preprocessing.MiddleSquare, 3), StringComparison.Ordinal);
        Assert.Contains("--preprocess", Refusal(Preprocessing.MiddleSquare.With("mean=1"), 3), StringComparison.Ordinal);
        Assert.Contains("mean has 3 values for 1", Refusal(Preprocessing.MiddleSquare.With("mean=1/2/3,std=1"), 1), StringComparison.Ordinal);
        Assert.Contains("std has 3 values for 1", Refusal(Preprocessing.MiddleSquare.With("mean=1,std=1/2/3"), 1), StringComparison.Ordinal);
        Assert.Contains("not 0", Refusal(Preprocessing.MiddleSquare with { Mean = [0], Std = [0] }, 3), StringComparison.Ordinal);

        Normalization fits = Preprocessing.MiddleSquare.With("mean=1/2/3,std=4").NormalizationFor(3);
        Assert.Equal([1, 2, 3], fits.Mean);
        Assert.Equal([4], fits.Std);
    }
}
