using System.Text.Json;
using EdgeVision.Testing;

namespace EdgeVision.App.Tests;

/// <summary>What a fresh clone must do at once: its own models, on its own photos, as the README says.</summary>
public sealed class ShippedModelTests
{
    public static TheoryData<string> Detectors =>
        [.. Directory.GetDirectories(Repository.PathOf("weights-int8"), "person_*").Select(folder => Path.GetFileName(folder))];

    [Theory]
    [MemberData(nameof(Detectors))]
    public void The_person_is_a_person_and_the_others_are_not(string model)
    {
        string[] photos = ["astronaut.jpg", "chelsea.png", "coffee.jpg", "rocket.jpg"];
        JsonElement report = Cli.Run(["classify", .. photos.Select(Cli.Photo), "--model", Repository.PathOf("weights-int8", model), "--json"]).Json;
        string[] labels = [.. report.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("top")[0].GetProperty("label").GetString()!)];
        Assert.Equal(["person", "no_person", "no_person", "no_person"], labels);
    }

    [Fact]
    public void Every_shipped_model_verifies_on_this_CPU()
    {
        Cli cli = Cli.Run("verify", "--models", Repository.PathOf("weights-int8"));
        Assert.Equal((ExitCodes.Success, ""), (cli.ExitCode, cli.Error));
        string[] folders = Directory.GetDirectories(Repository.PathOf("weights-int8"));
        Assert.All(folders, folder => Assert.Contains(Path.GetFileName(folder) + " ", cli.Output, StringComparison.Ordinal));
    }

    /// <summary>The README's first command.</summary>
    [Fact]
    public void The_story_switches_the_lamp_on_for_the_astronaut_and_off_again()
    {
        Cli cli = Cli.Run(
            "run",
            "--camera",
            "images:" + Repository.PathOf("boards", "host", "photos"),
            "--board",
            "host",
            "--model",
            Repository.PathOf("weights-int8", "person_mobilenet_v1_0.25_96"),
            "--rules",
            Repository.PathOf("boards", "host", "story", "rules.json"),
            "--once",
            "--json");
        Assert.Equal(ExitCodes.Success, cli.ExitCode);
        JsonElement[] pins = [.. cli.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(e => e.GetProperty("event").GetString() == "pin")];
        Assert.Equal(["high", "low"], pins.Select(e => e.GetProperty("level").GetString()));
        Assert.All(pins, e => Assert.Equal(17, e.GetProperty("pin").GetInt32()));
        Assert.Equal("person", pins[0].GetProperty("label").GetString());
        Assert.InRange(pins[0].GetProperty("probability").GetDouble(), 0.7, 1.0);
    }
}
