using EdgeVision.App.Images;
using EdgeVision.App.Models;
using EdgeVision.Imaging;
using EdgeVision.Model;
using EdgeVision.Runtime;

namespace EdgeVision.App.Tests;

public class PreprocessingTests
{
    private static ModelPreprocessing For(float scale, long zeroPoint, string? overrides = null, string? facts = null)
    {
        TfliteModel model = TfliteModel.Parse(SmallModels.MeanColour(4, scale, zeroPoint), "m.tflite");
        using var planned = new PlannedModel(new ModelFolder("m.tflite", model, new ModelFacts { Preprocess = facts }), PlanOptions.Default);
        return ModelPreprocessing.For(planned, Preprocessing.MiddleSquare, overrides);
    }

    [Theory]
    [InlineData(1 / 127.5f, -1, 127.5f, 127.5f)]
    [InlineData(1 / 128f, 0, 127.5f, 127.5f)]
    [InlineData(1 / 255f, -128, 0, 255)]
    [InlineData(1, -128, 0, 1)]
    public void Mean_and_std_follow_from_the_input_range(float scale, long zeroPoint, float mean, float std)
    {
        ModelPreprocessing guess = For(scale, zeroPoint);
        Assert.Equal([mean], guess.Settings.Mean);
        Assert.Equal([std], guess.Settings.Std);
        Assert.StartsWith("guessed", guess.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_range_asks_for_help_and_takes_it()
    {
        string message = Assert.Throws<BadInputException>(() => For(0.1f, 5)).Message;
        Assert.Contains("--preprocess", message, StringComparison.Ordinal);
        Assert.Contains("[-13.3, 12.2]", message, StringComparison.Ordinal);
        Assert.Equal("crop=0.875,fit=square,resize=tensorflow,mean=5,std=10", For(0.1f, 5, "mean=5,std=10").ToString());
        Assert.Equal("from model.json", For(0.1f, 5, facts: "mean=5,std=10").Source);
    }

    [Fact]
    public void Overrides_come_last_and_model_json_before_them()
    {
        ModelPreprocessing own = For(1 / 128f, 0, facts: "crop=1,fit=stretch");
        Assert.Equal(("crop=1,fit=stretch,resize=tensorflow,mean=127.5,std=127.5", "from model.json"), (own.ToString(), own.Source));
        ModelPreprocessing given = For(1 / 128f, 0, "resize=nearest,crop=0.5", "crop=1,fit=stretch");
        Assert.Equal(("crop=0.5,fit=stretch,resize=nearest,mean=127.5,std=127.5", "as given"), (given.ToString(), given.Source));
    }

    [Fact]
    public void Wrong_settings_of_the_user_are_usage_errors_and_those_of_model_json_bad_files()
    {
        using var folder = new TempFolder();
        folder.Write("model.tflite", SmallModels.MeanColour(2));
        string picture = folder.Write("a.ppm", SmallModels.Ppm(4, 4, 1, 2, 3));
        Cli.Run("classify", picture, "--model", folder.Root, "--preprocess", "fit=round").AssertFails(ExitCodes.Usage, "'fit=round'");
        folder.Write("model.json", """{ "preprocess": "fit=round" }""");
        Cli.Run("classify", picture, "--model", folder.Root).AssertFails(ExitCodes.BadInput, "model.json", "'fit=round'");
    }

    /// <summary>A picture whose left half is red and right half is blue: the middle square sees both, stretched or not.</summary>
    [Theory]
    [InlineData("""{ "preprocess": "crop=1,fit=stretch" }""", 0.25)]
    [InlineData("""{ }""", 0)]
    public void A_models_own_fit_reaches_its_pixels(string facts, double share)
    {
        using var folder = new TempFolder();
        folder.Write("model.tflite", SmallModels.MeanColour(4));
        folder.Write("model.json", facts);
        byte[] picture = SmallModels.Ppm(16, 8, 0, 0, 0);
        for (int y = 0; y < 8; y++)
        {
            for (int x = 0; x < 4; x++)
                picture[picture.Length - (3 * 16 * 8) + (3 * ((y * 16) + x))] = 255; // a red stripe outside the middle square
        }

        Cli run = Cli.Run("embed", folder.Write("p.ppm", picture), "--model", folder.Root, "--json");
        double red = run.Json.GetProperty("embeddings")[0].GetProperty("vector")[0].GetDouble();
        Assert.Equal((share * 255) - 127.5, red * 127.5, 1.0);
    }
}
