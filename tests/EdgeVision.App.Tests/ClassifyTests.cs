using System.Text.Json;
using EdgeVision.Kernels;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests;

public class ClassifyTests
{
    [Fact]
    public void The_command_of_the_readme_checks_the_golden_hash()
    {
        Cli run = Cli.Run("classify", Cli.Photo("chelsea.png"), "--model", Cli.SynthModel, "--threads", "1");
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Contains("arena 49,664 bytes", run.Output, StringComparison.Ordinal);
        Assert.Contains("output hash matches", run.Output, StringComparison.Ordinal);
        Assert.Contains("random weights", run.Output, StringComparison.Ordinal);
        Assert.Equal(5, run.Output.Split('\n').Count(line => line.Contains(" %  class ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    public void A_few_pictures_use_kernels_that_start_quickly(int pictures)
    {
        IsaPolicy expected = pictures > 8 ? IsaPolicy.FromEnvironment() : IsaPolicy.ForFewRuns();
        Cli run = Cli.Run(["classify", .. Enumerable.Repeat(Cli.Photo("chelsea.png"), pictures), "--model", Cli.SynthModel, "--json"]);
        Assert.Equal(expected.Best.ToString(), run.Json.GetProperty("isa").GetString(), ignoreCase: true);
    }

    [Fact]
    public void A_wrong_golden_hash_exits_with_4()
    {
        using var folder = new TempFolder();
        File.Copy(Path.Combine(Cli.SynthModel, "model.tflite"), folder["model.tflite"]);
        folder.Write("model.json", """{ "golden": { "seed": 305419896, "output_sha256": "00" } }""");
        Cli run = Cli.Run("classify", Cli.Photo("chelsea.png"), "--model", Path.GetDirectoryName(folder["x"])!);
        Assert.Equal(ExitCodes.Device, run.ExitCode);
        Assert.Contains("DIFFERS", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, 10, 20, "red")]
    [InlineData(10, 200, 20, "green")]
    [InlineData(10, 20, 200, "blue")]
    public void Labels_and_probabilities_follow_the_picture(byte r, byte g, byte b, string expected)
    {
        using var folder = new TempFolder();
        string model = folder.Write("colour.tflite", SmallModels.MeanColour(4, labels: ["red", "green", "blue"]));
        JsonElement image = Cli.Run("classify", folder.Write("c.ppm", SmallModels.Ppm(9, 7, r, g, b)), "--model", model, "--json", "--top", "9").Json.GetProperty("images")[0];
        JsonElement[] top = [.. image.GetProperty("top").EnumerateArray()];
        Assert.Equal(3, top.Length);
        Assert.Equal(expected, top[0].GetProperty("label").GetString());
        Assert.Equal((Math.Max(r, Math.Max(g, b)) - 127.5) / 127.5, top[0].GetProperty("probability").GetDouble(), 0.01);
    }

    [Fact]
    public void A_background_class_shifts_the_labels()
    {
        using var folder = new TempFolder();
        string model = folder.Write("colour.tflite", SmallModels.MeanColour(4));
        string labels = folder.Write("two.txt", "one\ntwo\n");
        string red = folder.Write("red.ppm", SmallModels.Ppm(4, 4, 255, 9, 0)), green = folder.Write("green.ppm", SmallModels.Ppm(4, 4, 0, 255, 9));
        JsonElement images = Cli.Run("classify", red, green, "--model", model, "--labels", labels, "--json", "--top", "1").Json.GetProperty("images");
        Assert.Equal("background", images[0].GetProperty("top")[0].GetProperty("label").GetString());
        Assert.Equal("one", images[1].GetProperty("top")[0].GetProperty("label").GetString());
    }

    [Fact]
    public void A_list_with_the_background_fits_a_model_without()
    {
        using var folder = new TempFolder();
        string model = folder.Write("colour.tflite", SmallModels.MeanColour(4));
        string labels = folder.Write("four.txt", "background\none\ntwo\nthree\n");
        string red = folder.Write("red.ppm", SmallModels.Ppm(4, 4, 255, 9, 0)), blue = folder.Write("blue.ppm", SmallModels.Ppm(4, 4, 0, 9, 255));
        JsonElement images = Cli.Run("classify", red, blue, "--model", model, "--labels", labels, "--json", "--top", "1").Json.GetProperty("images");
        Assert.Equal("one", images[0].GetProperty("top")[0].GetProperty("label").GetString());
        Assert.Equal("three", images[1].GetProperty("top")[0].GetProperty("label").GetString());
    }

    [Fact]
    public void Labels_of_another_length_are_refused()
    {
        using var folder = new TempFolder();
        string model = folder.Write("colour.tflite", SmallModels.MeanColour(4));
        Cli.Run("classify", folder.Write("a.ppm", SmallModels.Ppm(4, 4, 1, 2, 3)), "--model", model, "--labels", folder.Write("l.txt", "a\nb\nc\nd\n"))
            .AssertFails(ExitCodes.BadInput, "l.txt", "4 labels", "3 classes");
    }

    [Fact]
    public void A_picture_that_is_none_exits_with_3() =>
        Cli.Run("classify", Cli.Photo("README.md"), "--model", Cli.SynthModel).AssertFails(ExitCodes.BadInput, "README.md");

    [Fact]
    public void A_missing_picture_exits_with_3() =>
        Cli.Run("classify", "nowhere.png", "--model", Cli.SynthModel).AssertFails(ExitCodes.BadInput, "nowhere.png");

    [Fact]
    public void A_labels_file_without_labels_is_refused()
    {
        using var folder = new TempFolder();
        Cli.Run("classify", Cli.Photo("coffee.jpg"), "--model", Cli.SynthModel, "--labels", folder.Write("labels.txt", "\n"))
            .AssertFails(ExitCodes.BadInput, "labels.txt: there is no label in it");
    }

    [Fact]
    public void A_head_that_does_not_fit_is_refused()
    {
        using var folder = new TempFolder();
        string model = folder.Write("colour.tflite", SmallModels.MeanColour(4));
        Cli.Run("classify", folder.Write("a.ppm", SmallModels.Ppm(4, 4, 1, 2, 3)), "--model", model, "--head", Cli.SynthModel)
            .AssertFails(ExitCodes.BadInput, "model.tflite", "colour.tflite");
    }

    [SharedTheory]
    [InlineData("chelsea.png", "cat")]
    [InlineData("coffee.jpg", "espresso")]
    public void Extractor_and_head_recognize_the_photos(string photo, string label)
    {
        JsonElement report = Cli.Run(
            "classify",
            Cli.Photo(photo),
            "--model",
            SharedMaterial.PathOf("models", "tflite", "mobilenet_v1_1.0_224_quant_embedding_extractor.tflite"),
            "--head",
            SharedMaterial.PathOf("models", "tflite", "mobilenet_v1_1.0_224_quant_head_layers.tflite"),
            "--labels",
            SharedMaterial.PathOf("models", "labels", "imagenet_labels.txt"),
            "--json").Json;
        Assert.Contains(label, report.GetProperty("images")[0].GetProperty("top")[0].GetProperty("label").GetString(), StringComparison.Ordinal);
    }

    [SharedFact]
    public void A_custom_operator_exits_with_3_and_is_named() =>
        Cli.Run("classify", Cli.Photo("chelsea.png"), "--model", SharedMaterial.PathOf("models", "tflite", "ssd_mobilenet_v1_coco_quant.tflite"))
            .AssertFails(ExitCodes.BadInput, "ssd_mobilenet_v1_coco_quant.tflite", "operator 63", "TFLite_Detection_PostProcess", "tensor 167");
}
