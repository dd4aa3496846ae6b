using System.Text.Json;
using EdgeVision.App.Models;

namespace EdgeVision.App.Tests.Models;

public sealed class ModelLibraryTests : IDisposable
{
    private const string Synth = "synth_mobilenet_v1_0.25_128_int8";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string AddModel(params string[] path)
    {
        string folder = Path.Combine([_folder.Root, .. path]);
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "model.tflite"), SmallModels.MeanColour(4));
        return folder;
    }

    private ModelLibrary Standard(string? environment = null, string current = "none", string program = "none", string user = "none") =>
        ModelLibrary.Standard(environment, _folder[current], _folder[program], _folder[user]);

    [Fact]
    public void Shipped_models_are_above_the_current_folder_else_beside_the_program()
    {
        string above = AddModel("a", "weights-int8", "one"), beside = AddModel("program", "weights-int8", "two");
        Directory.CreateDirectory(_folder[Path.Combine("a", "b", "c")]);
        Assert.Equal([above], Standard(current: Path.Combine("a", "b", "c"), program: "program").ModelFolders());
        Assert.Equal([beside], Standard(program: "program").ModelFolders());
        Assert.Empty(Standard().ModelFolders());
    }

    [Fact]
    public void The_environment_replaces_the_shipped_models_and_has_to_exist()
    {
        AddModel("a", "weights-int8", "one");
        string other = AddModel("other", "two");
        Assert.Equal([other], Standard(_folder["other"], current: "a").ModelFolders());
        Assert.Contains("EDGEVISION_MODELS", Assert.Throws<BadInputException>(() => Standard(_folder["missing"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_users_models_come_after_the_shipped_ones_and_each_name_once()
    {
        string shipped = AddModel("a", "weights-int8", "same"), z = AddModel("a", "weights-int8", "z"), user = AddModel("user", "b");
        AddModel("user", "same");
        Directory.CreateDirectory(_folder[Path.Combine("user", "no model")]);
        ModelLibrary library = Standard(current: "a", user: "user");
        Assert.Equal([user, shipped, z], library.ModelFolders());
        Assert.Equal(shipped, library.Find("same"));
        Assert.Equal(user, library.Find("b"));
        Assert.Null(library.Find("no model"));
    }

    [Fact]
    public void A_name_works_wherever_a_model_is_taken()
    {
        JsonElement report = Cli.Run("bench", Synth, "--threads", "1", "--runs", "1", "--json").Json;
        Assert.Equal(49664, report.GetProperty("arena_bytes").GetInt32());
        Assert.Equal(ExitCodes.Success, Cli.Run("classify", Cli.Photo("chelsea.png"), "--model", Synth).ExitCode);
        Assert.Equal(ExitCodes.Success, Cli.Run("inspect", Synth).ExitCode);
    }

    [Fact]
    public async Task The_environment_names_folders_of_models()
    {
        AddModel("mine", "one");
        AddModel("data", "edgevision", "models", "two");
        Dictionary<string, string> environment = new() { ["EDGEVISION_MODELS"] = _folder["mine"], ["XDG_DATA_HOME"] = _folder["data"] };
        Cli run = await Cli.ProcessAsync(environment, "models", "--json");
        Assert.Equal(["one", "two"], run.Json.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("synth_mobilenet_v1_0.25_128_int", "did you mean 'synth_mobilenet_v1_0.25_128_int8'?")]
    [InlineData("mobilenet_v2_1.0_224_quamt", "did you mean 'mobilenet_v2_1.0_224_quant'?")]
    [InlineData("tf2_mobilenet_v2_1.0_224_ptq", "'edgevision models pull tf2_mobilenet_v2_1.0_224_ptq'")]
    [InlineData("xyz", "'edgevision models'")]
    public void An_unknown_name_gets_a_hint(string name, string hint) => Assert.Contains(hint, UnknownModel.Named(name, ModelLibrary.Of(Path.GetDirectoryName(Cli.SynthModel)!)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("kitten", "sitting")] // 3 edits, more than a third of 6 letters
    [InlineData("a", "abcd")]
    public void What_is_no_slip_is_not_suggested(string name, string candidate) => Assert.Null(UnknownModel.Nearest(name, [candidate]));

    [Theory]
    [InlineData("kitten", "kittens")]
    [InlineData("kitten", "iktten")]
    [InlineData("ab", "")]
    public void A_slip_is_suggested(string name, string candidate) => Assert.Equal(candidate, UnknownModel.Nearest(name, ["very much longer", candidate]));

    [Fact]
    public void A_path_wins_over_a_name_and_a_wrong_one_is_named()
    {
        Cli.Run("inspect", Path.Combine("missing", Synth)).AssertFails(ExitCodes.BadInput, Path.Combine("missing", Synth), "no such file");
        Cli.Run("inspect", _folder.Root).AssertFails(ExitCodes.BadInput, "model.tflite", "no such file");
        Cli.Run("inspect", "synth_mobilenet").AssertFails(ExitCodes.BadInput, "synth_mobilenet", "no model of that name");
    }

    [Fact]
    public void Models_lists_what_they_are_and_what_they_cost()
    {
        string broken = Directory.CreateDirectory(_folder["broken"]).FullName;
        File.WriteAllText(Path.Combine(broken, "model.tflite"), "not a model");
        File.WriteAllText(Path.Combine(AddModel("colour"), "model.json"), """{ "purpose": "tells colours", "origin": "a test" }""");
        JsonElement[] models = [.. Cli.Run("models", "--models", _folder.Root, "--json").Json.GetProperty("models").EnumerateArray()];
        Assert.Equal(["broken", "colour"], models.Select(model => model.GetProperty("name").GetString()));
        Assert.Contains("model.tflite", models[0].GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Equal([4, 4, 3], models[1].GetProperty("input").EnumerateArray().Select(size => size.GetInt32()));
        Assert.Equal(3, models[1].GetProperty("classes").GetInt32());
        Assert.Equal(SmallModels.MeanColour(4).Length, models[1].GetProperty("file_bytes").GetInt32());
        Assert.True(models[1].GetProperty("arena_bytes").GetInt32() >= 48);
        Assert.Equal("tells colours", models[1].GetProperty("purpose").GetString());

        string[] lines = Cli.Run("models", "--models", _folder.Root).Output.Split('\n');
        Assert.StartsWith("name ", lines[0], StringComparison.Ordinal);
        Assert.Contains("NOT RUNNABLE", lines[1], StringComparison.Ordinal);
        Assert.Contains("4x4x3        3     0.0", lines[2], StringComparison.Ordinal);
        Assert.EndsWith("tells colours (a test)", lines[2], StringComparison.Ordinal);
        Cli.Run("models", "--models", _folder["missing"]).AssertFails(ExitCodes.BadInput, "missing", "--models");
    }

    [Fact]
    public void Costs_of_the_shipped_model_are_those_of_its_card()
    {
        JsonElement model = Cli.Run("models", "--models", Path.GetDirectoryName(Cli.SynthModel)!, "--json").Json.GetProperty("models").EnumerateArray()
            .Single(entry => entry.GetProperty("name").GetString() == Synth);
        string card = File.ReadAllText(Path.Combine(Cli.SynthModel, "card.md"));
        Assert.Contains($"**Arena**: {model.GetProperty("arena_bytes").GetInt32():N0} bytes", card, StringComparison.Ordinal);
        Assert.Contains($"{model.GetProperty("file_bytes").GetInt32():N0} bytes", card, StringComparison.Ordinal);
        Assert.Contains($"**Work**: {model.GetProperty("macs").GetInt64() / 1e6:F1} M", card, StringComparison.Ordinal);
    }

    [Fact]
    public void Available_says_which_are_here()
    {
        AddModel("mobilenet_v1_0.5_160_quant");
        JsonElement[] models = [.. Cli.Run("models", "--available", "--models", _folder.Root, "--json").Json.GetProperty("models").EnumerateArray()];
        Assert.Equal(["mobilenet_v1_0.5_160_quant"], models.Where(model => model.GetProperty("folder").GetString() is not null).Select(model => model.GetProperty("name").GetString()));
        string text = Cli.Run("models", "--available", "--models", _folder.Root).Output;
        Assert.Single(text.Split('\n'), line => line.Contains("  yes  ", StringComparison.Ordinal));
        Assert.Contains("Apache-2.0", text, StringComparison.Ordinal);
    }
}
