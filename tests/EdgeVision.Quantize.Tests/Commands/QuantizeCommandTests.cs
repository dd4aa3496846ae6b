using System.Text.Json;
using EdgeVision.Imaging;
using EdgeVision.Model;
using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Commands;
using EdgeVision.Runtime;
using EdgeVision.Testing;

namespace EdgeVision.Quantize.Tests.Commands;

/// <summary>The program from the command line to the files it writes, with the small Keras model of the fixtures.</summary>
public sealed class QuantizeCommandTests : IDisposable
{
    private static readonly string Source = Repository.PathOf("tests", "EdgeVision.Quantize.Tests", "Fixtures", "keras2_new.h5");
    private readonly string _folder = Directory.CreateTempSubdirectory("quantize").FullName;

    public QuantizeCommandTests()
    {
        var random = new Prng(77);
        Directory.CreateDirectory(PathOf("photos"));
        for (int i = 0; i < 25; i++)
        {
            var pixels = new byte[10 * 10 * 3];
            random.Fill(pixels);
            PngWriter.Save(new RgbImage(10, 10, pixels), PathOf("photos", $"{i:D2}.png"));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string PathOf(params string[] parts) => Path.Combine([_folder, .. parts]);

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        return (Program.Run(args, output, error), output.ToString(), error.ToString());
    }

    [Fact]
    public void Folder_of_pictures_to_model_and_reports()
    {
        (int code, string output, string error) = Run(
            Source, "--calibrate", PathOf("photos"), "--recipe", "full", "--preprocess", "mean=0,std=255,crop=1",
            "--output", PathOf("m.tflite"), "--report", PathOf("r.html"), "--json", PathOf("r.json"));

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("5 of 25 pictures are set aside", output, StringComparison.Ordinal);
        Assert.Contains("adaround", output, StringComparison.Ordinal);
        TfliteModel model = TfliteModel.Load(PathOf("m.tflite"));
        Assert.Equal([255f], model.Metadata.Inputs[0].Normalization!.Std);
        Assert.True(ExecutionPlan.Create(model).Macs > 0);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(PathOf("r.json")));
        Assert.Equal(7, json.RootElement.GetProperty("rungs").GetArrayLength());
        Assert.Equal(20, json.RootElement.GetProperty("calibration_samples").GetInt32());
        Assert.True(json.RootElement.GetProperty("rungs")[6].GetProperty("logits_sqnr").GetDouble() > 20);
        Assert.Equal(new FileInfo(PathOf("m.tflite")).Length, json.RootElement.GetProperty("int8_bytes").GetInt64());
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(PathOf("r.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Budget_is_measured_on_the_labelled_validation_pictures()
    {
        File.WriteAllLines(PathOf("labels.csv"), ["file,class_index", .. Enumerable.Range(0, 25).Select(i => $"{i:D2}.png,0")]);
        Directory.CreateDirectory(PathOf("calibration"));
        foreach (string file in Directory.GetFiles(PathOf("photos"))[..10])
            File.Copy(file, PathOf("calibration", Path.GetFileName(file)));
        (int code, string output, string error) = Run(
            Source, "--calibrate", PathOf("calibration"), "--validate", PathOf("photos"), "--labels", PathOf("labels.csv"),
            "--budget", "100", "--preprocess", "mean=0,std=255", "--output", PathOf("m.tflite"));

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("% of 25", output, StringComparison.Ordinal);
        Assert.Contains("chosen      per-channel: the first rung within 100 points", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--budget takes a number of at least 0 such as 0.5, not '0,5'", "--budget", "0,5")]
    [InlineData("--budget takes a number of at least 0 such as 0.5, not '-1'", "--budget", "-1")]
    [InlineData("there is an empty argument", "--labels", "")]
    [InlineData("is a folder; give the name of a file", "--output", ".")]
    [InlineData("there is no folder", "--output", "missing/m.tflite")]
    [InlineData("there is no folder", "--report", "missing/r.html")]
    [InlineData("there is no folder", "--json", "missing/r.json")]
    public void What_cannot_end_well_is_refused_before_the_work(string message, params string[] option)
    {
        (int code, string output, string error) = Run([Source, "--data-free", "--preprocess", "mean=0,std=255", .. option]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_source_is_not_replaced()
    {
        File.Copy(Source, PathOf("m.h5"));
        (int code, _, string error) = Run(PathOf("m.h5"), "--data-free", "--preprocess", "mean=0,std=255", "--output", PathOf("photos", "..", "m.h5"));
        Assert.Equal(2, code);
        Assert.Contains("m.h5 would replace the source", error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(Source), File.ReadAllBytes(PathOf("m.h5")));
    }

    [Fact]
    public void A_folder_is_no_source()
    {
        (int code, _, string error) = Run(PathOf("photos"), "--data-free");
        Assert.Equal(3, code);
        Assert.StartsWith("quantize: photos: this is a folder;", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_free_needs_no_pictures()
    {
        (int code, string output, string error) = Run(Source, "--data-free", "--preprocess", "mean=0,std=255", "--output", PathOf("m.tflite"));
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("without pictures", output, StringComparison.Ordinal);
        Assert.Contains("bias-analytic", output, StringComparison.Ordinal);
        Assert.NotEmpty(TfliteModel.Load(PathOf("m.tflite")).Operators);
    }

    [Fact]
    public void Calibration_and_validation_never_share_a_picture()
    {
        var settings = new QuantizeSettings { Source = "", Calibrate = PathOf("photos"), Budget = 0, Ranges = RangeMethod.MinMax, Samples = 6, DataFree = false };
        SampleSelection split = SampleSelection.From(settings);
        Assert.Equal((6, 5), (split.Calibration.Count, split.Validation.Count));
        Assert.Empty(split.Calibration.Intersect(split.Validation));

        EdgeVision.Quantize.Graph.SourceException failure = Assert.Throws<EdgeVision.Quantize.Graph.SourceException>(
            () => SampleSelection.From(settings with { Validate = PathOf("photos") }));
        Assert.Contains("all its pictures are calibration pictures", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "give --calibrate DIR", "x.h5")]
    [InlineData(2, "--data-free looks at no pictures", "x.h5", "--data-free", "--calibrate", "d")]
    [InlineData(2, "--labels belongs", "x.h5", "--calibrate", "d", "--labels", "l")]
    [InlineData(2, "'adaround' needs pictures", "x.h5", "--data-free", "--recipe", "adaround")]
    [InlineData(2, "'magic' is not known", "x.h5", "--calibrate", "d", "--recipe", "magic")]
    [InlineData(2, "--samples takes", "x.h5", "--calibrate", "d", "--samples", "0")]
    [InlineData(2, "see 'quantize --help'", "x.h5", "y.h5")]
    [InlineData(3, "no_such.h5", "no_such.h5", "--calibrate", "d")]
    public void Failures_are_one_line_and_an_exit_code(int code, string reason, params string[] args)
    {
        (int actual, string output, string error) = Run(args);
        Assert.Equal(code, actual);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Empty(output);
        Assert.All(error.TrimEnd('\n').Split('\n'), line => Assert.StartsWith("quantize: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_calibration_folder_is_explained()
    {
        Directory.CreateDirectory(PathOf("empty"));
        (int code, _, string error) = Run(Source, "--calibrate", PathOf("empty"), "--preprocess", "mean=0,std=255");
        Assert.Equal(3, code);
        Assert.Contains("holds no samples", error, StringComparison.Ordinal);
    }
}
