using System.Text.Json;
using EdgeVision.App.Commands;
using EdgeVision.App.Segmentation;
using EdgeVision.Imaging;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests;

public class EmbedAndSegmentTests
{
    [Fact]
    public void Vectors_are_real_values_and_cosines_compare_them()
    {
        using var folder = new TempFolder();
        string model = folder.Write("colour.tflite", SmallModels.MeanColour(4));
        string red = folder.Write("red.ppm", SmallModels.Ppm(4, 4, 255, 128, 128)), cyan = folder.Write("cyan.ppm", SmallModels.Ppm(4, 4, 0, 128, 128));
        JsonElement report = Cli.Run("embed", red, cyan, "--model", model, "--compare", "--json").Json;
        float[] vector = [.. report.GetProperty("embeddings")[0].GetProperty("vector").EnumerateArray().Select(v => v.GetSingle())];
        Assert.Equal([128 / 127.5f, 1 / 127.5f, 1 / 127.5f], vector.Select(v => (float)Math.Round(v, 6)), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(1, report.GetProperty("cosine")[0][0].GetDouble(), 9);
        Assert.Equal(-1, report.GetProperty("cosine")[0][1].GetDouble(), 0.001);
    }

    [Fact]
    public void Cosine_of_known_vectors()
    {
        Assert.Equal(0.6, EmbedCommand.Cosine([1, 0], [3, 4]), 12);
        Assert.Equal(0, EmbedCommand.Cosine([0, 0], [3, 4]));
    }

    [Fact]
    public void Segment_counts_and_paints_the_classes()
    {
        using var folder = new TempFolder();
        string model = folder.Write("argmax.tflite", SmallModels.ChannelArgMax(4));
        byte[] picture = SmallModels.Ppm(4, 4, 200, 0, 0);
        for (int i = picture.Length - 24; i < picture.Length; i += 3)
            (picture[i], picture[i + 2]) = (0, 200); // the lower half is blue: class 2
        JsonElement report = Cli.Run("segment", folder.Write("p.ppm", picture), "--model", model, "--overlay", folder["o.png"], "--json").Json;
        JsonElement[] classes = [.. report.GetProperty("classes").EnumerateArray()];
        Assert.Equal([0, 2], classes.Select(c => c.GetProperty("index").GetInt32()).Order());
        Assert.All(classes, c => Assert.Equal(0.5, c.GetProperty("share").GetDouble(), 9));
        RgbImage overlay = ImageFile.Load(folder["o.png"]);
        Assert.Equal((4, 4), (overlay.Width, overlay.Height));
        Assert.Equal([200, 0, 0], overlay.Row(0)[..3].ToArray());      // background: untouched
        Assert.Equal([0, 76, 80], overlay.Row(3)[..3].ToArray());      // class 2 is green (0, 128, 0): 40 % of the picture, 60 % of it
        Assert.Equal([233, 153, 153], overlay.Row(1)[..3].ToArray());  // the border between them: white
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 128, 0, 0)]
    [InlineData(8, 64, 0, 0)]
    [InlineData(15, 192, 128, 128)]
    [InlineData(20, 0, 64, 128)]
    public void Class_colours_are_those_of_pascal_voc(int index, int r, int g, int b) => Assert.Equal(((byte)r, (byte)g, (byte)b), Overlay.ColourOf(index));

    [Fact]
    public void A_model_without_a_class_map_is_refused()
    {
        using var folder = new TempFolder();
        Cli.Run("segment", Cli.Photo("chelsea.png"), "--model", Cli.SynthModel).AssertFails(ExitCodes.BadInput, "synth_mobilenet_v1_0.25_128_int8/model.tflite", "class map", "'edgevision classify'");
    }

    [Theory]
    [InlineData("classify")]
    [InlineData("embed")]
    public void A_model_that_gives_a_class_map_names_its_command(string command)
    {
        using var folder = new TempFolder();
        Cli.Run(command, Cli.Photo("chelsea.png"), "--model", folder.Write("argmax.tflite", SmallModels.ChannelArgMax(4)))
            .AssertFails(ExitCodes.BadInput, "argmax.tflite", "'edgevision segment'");
    }

    [SharedFact]
    public void Deeplab_finds_the_cat()
    {
        using var folder = new TempFolder();
        Cli run = Cli.Run("segment", Cli.Photo("chelsea.png"), "--model", SharedMaterial.PathOf("models", "tflite", "deeplabv3_mnv2_dm05_pascal_quant.tflite"), "--overlay", folder["o.png"], "--json");
        JsonElement first = run.Json.GetProperty("classes")[0];
        Assert.Equal("cat", first.GetProperty("label").GetString());
        Assert.InRange(first.GetProperty("share").GetDouble(), 0.6, 0.9);
        Assert.Equal(451, ImageFile.Load(folder["o.png"]).Width);
    }
}
