using System.Runtime.InteropServices;
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

    /// <summary>Those that take pictures.</summary>
    public static TheoryData<string> Commands => ["classify", "embed", "segment", "eval", "run"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("synth_mobilenet_v1_0.25_128_int8")]
    [InlineData("person_mobilenet_v1_0.25_96")]
    public void Classify_prints_the_same(string name)
    {
        string model = Repository.PathOf("weights-int8", name), plan = Compile(model);
        string[] pictures = [.. Enumerable.Repeat(Cli.Photo("chelsea.png"), 8), Cli.Photo("coffee.jpg")]; // too many for the kernels of a quick start
        foreach (string[] options in (string[][])[[], ["--top", "1"], ["--preprocess", "crop=1,mean=100,std=90"]])
        {
            Cli expected = Cli.Run(["classify", .. pictures, "--model", model, "--threads", "1", .. options]);
            Cli actual = Cli.Run(["classify", .. pictures, "--model", plan, "--threads", "1", .. options]);
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
    public void Segment_prints_and_paints_the_same()
    {
        string model = _folder.Write("argmax.tflite", SmallModels.ChannelArgMax(32)), plan = Compile(model);
        foreach (string[] options in (string[][])[[], ["--preprocess", "crop=0.5,mean=100,std=90"]])
        {
            string[] line = ["segment", Cli.Photo("chelsea.png"), "--threads", "1", "--overlay", _folder["overlay.png"], .. options, "--model"];
            Cli expected = Cli.Run([.. line, model]);
            byte[] painted = File.ReadAllBytes(_folder["overlay.png"]);
            File.Delete(_folder["overlay.png"]);
            Cli actual = Cli.Run([.. line, plan]);
            Assert.Equal(ExitCodes.Success, expected.ExitCode);
            Assert.Equal(ExitCodes.Success, actual.ExitCode);
            Assert.Contains("aeroplane", actual.Output, StringComparison.Ordinal);
            Assert.Equal(WithoutTimes(expected.Output), WithoutTimes(actual.Output));
            Assert.Equal(painted, File.ReadAllBytes(_folder["overlay.png"]));
        }
    }

    [Fact]
    public void Eval_prints_the_same()
    {
        string model = _folder.Write("colour.tflite", SmallModels.MeanColour(4)), plan = Compile(model);
        _folder.Write("red.ppm", SmallModels.Ppm(4, 4, 255, 9, 0));
        _folder.Write("blue.ppm", SmallModels.Ppm(4, 4, 9, 0, 255));
        string csv = _folder.Write("labels.csv", "file,class_index\nred.ppm,0\nblue.ppm,1\n");
        string[] line = ["eval", "--images", _folder.Root, "--labels", csv, "--threads", "1"];
        Cli expected = Cli.Run([.. line, model]), actual = Cli.Run([.. line, plan]);
        Assert.Equal(ExitCodes.Success, expected.ExitCode);
        Assert.Equal(ExitCodes.Success, actual.ExitCode);
        Assert.Contains("50.0 %", actual.Output, StringComparison.Ordinal);
        Assert.Equal(WithoutTimes(expected.Output), WithoutTimes(actual.Output));
    }

    [Fact]
    public void A_plan_that_says_nothing_of_its_model_is_refused()
    {
        var folder = ModelFolder.Load(Cli.SynthModel);
        string plan = _folder.Write("bare.plan", PlanCompiler.Compile(ExecutionPlan.Create(folder.Model)));
        Cli.Run("classify", Cli.Photo("coffee.jpg"), "--model", plan).AssertFails(ExitCodes.BadInput, "bare.plan", "no labels", "edgevision compile");
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_damaged_plan_is_one_line(string command)
    {
        byte[] file = File.ReadAllBytes(Compile(Cli.SynthModel));
        file[^100] ^= 1;
        Cli.Run(Line(command, _folder.Write("bad.plan", file))).AssertFails(ExitCodes.BadInput, "bad.plan", "damaged");
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_plan_for_another_machine_is_one_line(string command)
    {
        string isa = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "avx2" : "neon";
        Cli.Run(Line(command, Compile(Cli.SynthModel, "--isa", isa))).AssertFails(ExitCodes.BadInput, "model.plan", $"compiled for {isa}, which this CPU does not offer");
    }

    private static JsonElement Json(params string[] line) => Cli.Run(line).Json;

    private static string WithoutTimes(string output) => Times().Replace(output, "some ms");

    [GeneratedRegex("[0-9.]+ ms")]
    private static partial Regex Times();

    private string Compile(string model, params string[] options)
    {
        string plan = _folder["model.plan"];
        Assert.Equal(ExitCodes.Success, Cli.Run(["compile", model, "-o", plan, .. options]).ExitCode);
        return plan;
    }

    /// <summary>A line that is right but for the plan.</summary>
    private string[] Line(string command, string plan) => command switch
    {
        "eval" => [command, plan, "--images", _folder.Root, "--labels", _folder.Write("labels.csv", $"file,class_index\n{Cli.Photo("coffee.jpg")},0\n")],
        "run" => [command, "--camera", "synthetic", "--board", "host", "--once", "--rules", Repository.PathOf("boards", "host", "story", "rules.json"), "--model", plan],
        _ => [command, Cli.Photo("coffee.jpg"), "--model", plan],
    };
}
