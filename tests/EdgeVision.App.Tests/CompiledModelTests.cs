using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeVision.App.Models;
using EdgeVision.Runtime;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests;

/// <summary>Commands for pictures print the same for a compiled plan as for its model, but for times.</summary>
public sealed partial class CompiledModelTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("synth_mobilenet_v1_0.25_128_int8")]
    [InlineData("person_mobilenet_v1_0.25_96")]
    public void Classify_prints_the_same(string name)
    {
        string model = Repository.PathOf("weights-int8", name), plan = Compile(model);
        foreach (string[] options in (string[][])[[], ["--top", "1"], ["--preprocess", "crop=1,mean=100,std=90"]])
        {
            Cli expected = Cli.Run(["classify", Cli.Photo("chelsea.png"), Cli.Photo("coffee.jpg"), "--model", model, "--threads", "1", .. options]);
            Cli actual = Cli.Run(["classify", Cli.Photo("chelsea.png"), Cli.Photo("coffee.jpg"), "--model", plan, "--threads", "1", .. options]);
            Assert.Equal(ExitCodes.Success, expected.ExitCode);
            Assert.Equal(ExitCodes.Success, actual.ExitCode);
            Assert.Contains("output hash matches", actual.Output, StringComparison.Ordinal);
            Assert.Equal(WithoutTimes(expected.Output), WithoutTimes(actual.Output));
        }
    }

    [Fact]
    public void Labels_normalization_and_facts_travel_with_the_plan()
    {
        _folder.Write("model.tflite", SmallModels.MeanColour(4, labels: ["red", "green", "blue: grün\u00e9"]));
        _folder.Write("model.json", """{ "notice": "two\nlines", "preprocess": "crop=1", "golden": { "seed": 4000000000, "output_sha256": "00" } }""");
        string model = _folder["model.tflite"], picture = _folder.Write("c.ppm", SmallModels.Ppm(9, 7, 10, 20, 200)), plan = Compile(model);
        Cli expected = Cli.Run("classify", picture, "--model", model, "--threads", "1"), actual = Cli.Run("classify", picture, "--model", plan);
        Assert.Equal(ExitCodes.Device, expected.ExitCode);
        Assert.Equal(ExitCodes.Device, actual.ExitCode);
        Assert.Equal(WithoutTimes(expected.Output), WithoutTimes(actual.Output));
        PlanMetadata metadata = CompiledPlan.Load(plan).Metadata!;
        Assert.Equal((4000000000, "00", "two\nlines", "crop=1"), (metadata.GoldenSeed, metadata.GoldenHash, metadata.Notice, metadata.Preprocess));
    }

    [Fact]
    public void A_plan_has_one_thread() =>
        Assert.Equal(1, Json("classify", Cli.Photo("coffee.jpg"), "--model", Compile(Cli.SynthModel), "--threads", "2", "--json").GetProperty("threads").GetInt32());

    [Fact]
    public void Embed_prints_the_same()
    {
        string[] line = ["embed", Cli.Photo("coffee.jpg"), "--json", "--model"];
        Assert.Equal(Cli.Run([.. line, Cli.SynthModel]).Output, Cli.Run([.. line, Compile(Cli.SynthModel)]).Output);
    }

    [Fact]
    public void A_plan_that_says_nothing_of_its_model_is_refused()
    {
        var folder = ModelFolder.Load(Cli.SynthModel);
        string plan = _folder.Write("bare.plan", PlanCompiler.Compile(ExecutionPlan.Create(folder.Model)));
        Cli.Run("classify", Cli.Photo("coffee.jpg"), "--model", plan).AssertFails(ExitCodes.BadInput, "bare.plan", "no labels", "edgevision compile");
    }

    [Fact]
    public void A_damaged_plan_is_one_line()
    {
        byte[] file = File.ReadAllBytes(Compile(Cli.SynthModel));
        file[^100] ^= 1;
        Cli.Run("classify", Cli.Photo("coffee.jpg"), "--model", _folder.Write("bad.plan", file)).AssertFails(ExitCodes.BadInput, "bad.plan", "damaged");
    }

    private static JsonElement Json(params string[] line) => Cli.Run(line).Json;

    private static string WithoutTimes(string output) => Times().Replace(output, "(ms)");

    [GeneratedRegex(@"\([0-9.]+ ms\)")]
    private static partial Regex Times();

    private string Compile(string model)
    {
        string plan = _folder["model.plan"];
        Assert.Equal(ExitCodes.Success, Cli.Run("compile", model, "-o", plan).ExitCode);
        return plan;
    }
}
