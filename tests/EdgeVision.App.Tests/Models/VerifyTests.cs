using System.Text.Json;
using EdgeVision.App.Models;
using EdgeVision.Kernels;

namespace EdgeVision.App.Tests.Models;

public sealed class VerifyTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Facts => _folder["model.json"];

    public void Dispose() => _folder.Dispose();

    private string CopyOfSynth()
    {
        File.Copy(Path.Combine(Cli.SynthModel, "model.tflite"), _folder["model.tflite"]);
        File.Copy(Path.Combine(Cli.SynthModel, "model.json"), Facts);
        return _folder.Root;
    }

    [Fact]
    public void Every_instruction_set_of_this_cpu_runs()
    {
        JsonElement verified = Assert.Single(Cli.Run("verify", Cli.SynthModel, "--json").Json.GetProperty("verified").EnumerateArray());
        string[] isas = [.. verified.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("isa").GetString()!)];
        Assert.Equal("scalar", isas[0]);
        Assert.Contains(IsaPolicy.Auto.Best.ToString().ToLowerInvariant(), isas);
        Assert.Distinct(isas);
        Assert.All(verified.GetProperty("runs").EnumerateArray(), run => Assert.Equal("a94c126a119fdd769c1343cdef3d19c9997bfd6705161a4c4a525b8e54b82da8", run.GetProperty("output_sha256").GetString()));
    }

    [Fact]
    public void A_line_per_instruction_set_says_ok()
    {
        Cli run = Cli.Run("verify", Cli.SynthModel);
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Equal(GoldenCheck.PoliciesOfThisCpu().Count, run.Output.Split('\n').Count(line => line.Contains("  ok  a94c126a119fdd76...", StringComparison.Ordinal)));
    }

    [Fact]
    public void All_listed_models_are_verified_without_a_name()
    {
        Cli run = Cli.Run("verify");
        Assert.Contains("synth_mobilenet_v1_0.25_128_int8  scalar", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("DIFFERS", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_output_than_the_golden_exits_with_4()
    {
        string model = CopyOfSynth();
        File.WriteAllText(Facts, File.ReadAllText(Facts).Replace("a94c126a", "b94c126a", StringComparison.Ordinal));
        Cli run = Cli.Run("verify", model);
        Assert.Equal(ExitCodes.Device, run.ExitCode);
        Assert.Equal(GoldenCheck.PoliciesOfThisCpu().Count, run.Output.Split('\n').Count(line => line.Contains("DIFFERS", StringComparison.Ordinal)));
        Assert.Contains("expected  b94c126a", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_seed_is_another_output()
    {
        string model = CopyOfSynth();
        File.WriteAllText(Facts, File.ReadAllText(Facts).Replace("305419896", "1", StringComparison.Ordinal));
        Assert.Equal(ExitCodes.Device, Cli.Run("verify", model).ExitCode);
    }

    [Fact]
    public void Without_a_golden_it_says_how_to_make_one()
    {
        _folder.Write("model.tflite", SmallModels.MeanColour(4));
        Cli.Run("verify", _folder.Root).AssertFails(ExitCodes.BadInput, "no golden", "--write");
        Assert.False(File.Exists(Facts));
        Cli.Run("verify", _folder.Write("other.tflite", SmallModels.MeanColour(4)), "--write").AssertFails(ExitCodes.BadInput, "other.tflite", "a folder of its own");
    }

    [Fact]
    public void Write_makes_a_golden_and_keeps_everything_else()
    {
        string model = CopyOfSynth();
        ModelFacts before = ModelFacts.Load(Facts);
        File.WriteAllText(Facts, File.ReadAllText(Facts).Replace(before.Golden!.OutputSha256, new string('0', 64), StringComparison.Ordinal));
        Cli run = Cli.Run("verify", model, "--write");
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Contains("golden written", run.Output, StringComparison.Ordinal);
        Assert.Equal(before, ModelFacts.Load(Facts));
        Assert.Equal(File.ReadAllText(Path.Combine(Cli.SynthModel, "model.json")), File.ReadAllText(Facts)); // the written form is the kept form
        Assert.Equal(["model.json", "model.tflite"], Directory.GetFiles(model).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Write_takes_the_usual_seed_where_there_is_none()
    {
        _folder.Write("model.tflite", SmallModels.TwoInputs());
        Assert.Equal(ExitCodes.Success, Cli.Run("verify", _folder.Root, "--write").ExitCode);
        Assert.Equal(GoldenCheck.DefaultSeed, ModelFacts.Load(Facts).Golden!.Seed);
        Assert.Equal(ExitCodes.Success, Cli.Run("verify", _folder.Root).ExitCode);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("verify", "--write")]
    public void A_file_that_is_not_the_described_one_exits_with_3(params string[] command)
    {
        string model = CopyOfSynth();
        File.WriteAllText(Facts, File.ReadAllText(Facts).Replace("711c492f", "811c492f", StringComparison.Ordinal));
        Cli.Run([.. command[..1], model, .. command[1..]]).AssertFails(ExitCodes.BadInput, "sha256", "811c492f");
    }

    [Fact]
    public void One_bad_model_among_all_exits_with_3_after_the_others()
    {
        Directory.CreateDirectory(_folder["bad"]);
        File.WriteAllText(_folder[Path.Combine("bad", "model.tflite")], "not a model");
        Directory.CreateDirectory(_folder["good"]);
        File.WriteAllBytes(_folder[Path.Combine("good", "model.tflite")], SmallModels.MeanColour(4));
        Assert.Equal(ExitCodes.Success, Cli.Run("verify", "good", "--models", _folder.Root, "--write").ExitCode);
        Cli run = Cli.Run("verify", "--models", _folder.Root);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("good  scalar  ok", run.Output, StringComparison.Ordinal);
        Assert.Contains("bad  not verified: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_uses_say_so()
    {
        Cli.Run("verify", "--write").AssertFails(ExitCodes.Usage, "--write");
        Cli.Run("verify", "--models", _folder.Root).AssertFails(ExitCodes.BadInput, "no models");
        Cli.Run("verify", "good", "--models", _folder.Root).AssertFails(ExitCodes.BadInput, "no model of that name");
    }

    [Theory]
    [InlineData("""{ "golden": { "seed": 1 } }""")]
    [InlineData("""{ "golden": { "seed": 1, "output_sha256": null } }""")]
    [InlineData("""{ "golden": { "seed": -1, "output_sha256": "" } }""")]
    [InlineData("""{ "purpose": 3 }""")]
    [InlineData("""{ "colour": "red" }""")]
    [InlineData("""{ "golden": """)]
    [InlineData("")]
    [InlineData("[]")]
    public void Damaged_facts_are_one_line(string facts)
    {
        _folder.Write("model.tflite", SmallModels.MeanColour(4));
        _folder.Write("model.json", facts);
        Cli.Run("verify", _folder.Root).AssertFails(ExitCodes.BadInput, "model.json", "line 1");
    }
}
