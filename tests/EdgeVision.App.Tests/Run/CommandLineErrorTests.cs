using EdgeVision.Testing;

namespace EdgeVision.App.Tests.Run;

/// <summary>Everything that can be wrong before the start: one line, and the right exit code.</summary>
public sealed class CommandLineErrorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_story_of_the_readme_runs()
    {
        // With the brightness model in the person model's place: the photos are neither person nor lamp, but the way is the same.
        string rules = File.ReadAllText(Repository.PathOf("boards", "host", "story", "rules.json")).Replace("\"person\"", "\"dark\"", StringComparison.Ordinal);
        Cli run = Cli.Run([.. Line(rules, camera: $"images:{Repository.PathOf("boards", "host", "photos")}?rate=20"), "--once", "--stats", "--text"]);
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("→ GPIO17 high", run.Output, StringComparison.Ordinal);
        Assert.Contains("photon to pin", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void One_frame_of_an_endless_camera()
    {
        Cli run = Cli.Run([.. Line(), "--once", "--stats", "--json"]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\"frames\":1,", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--for", "soon", "10s")]
    [InlineData("--for", "0s", "10s")]
    [InlineData("--for", "-3s", "10s")]
    [InlineData("--fps", "0", "above 0")]
    [InlineData("--fps", "0,5", "above 0")]
    [InlineData("--frames", "0", "at least 1")]
    public void Numbers_out_of_range_are_usage_errors(string option, string value, string says)
    {
        Cli run = Cli.Run([.. Line(), option, value]);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--camera")]
    [InlineData("--model")]
    [InlineData("--rules")]
    public void What_is_needed_is_named(string option)
    {
        string[] line = Line();
        int at = Array.IndexOf(line, option);
        Cli.Run([.. line[..at], .. line[(at + 2)..]]).AssertFails(ExitCodes.Usage, option);
    }

    [Fact]
    public void A_camera_that_does_not_exist_is_a_usage_error() => Cli.Run(Line(camera: "telescope")).AssertFails(ExitCodes.Usage, "telescope", "synthetic");

    [Fact]
    public void Pictures_none_of_which_can_be_decoded_are_device_trouble()
    {
        _folder.Write("damaged.jpg", [0xFF, 0xD8, 0xFF]);
        Cli run = Cli.Run([.. Line(camera: $"images:{_folder.Root}"), "--once"]);
        run.AssertFails(ExitCodes.Device, $"images:{_folder.Root}", "none of its 1 pictures can be decoded");
        Assert.Contains("\"event\":\"safe\"", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_picture_between_others_is_told()
    {
        _folder.Write("1.ppm", "P3 1 1 255 0 0 0 ");
        _folder.Write("2.jpg", [0xFF, 0xD8, 0xFF]);
        _folder.Write("3.ppm", "P3 1 1 255 0 0 0 ");
        Cli run = Cli.Run([.. Line(camera: $"images:{_folder.Root}?rate=0"), "--once", "--json", "--stats"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Single(run.Output.Split('\n'), line => line.Contains("\"event\":\"fault\"", StringComparison.Ordinal) && line.Contains("2.jpg: ", StringComparison.Ordinal));
        Assert.Contains("\"frames\":2,", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_camera_that_cannot_be_opened_is_device_trouble() =>
        Cli.Run(Line(camera: "images:" + _folder["nothing"])).AssertFails(ExitCodes.Device, "nothing");

    [Fact]
    public void A_board_that_does_not_exist_is_a_bad_file() => Cli.Run(Line(board: "raspberry-pi-9")).AssertFails(ExitCodes.BadInput, "raspberry-pi-9");

    [Fact]
    public void A_missing_rules_file_is_a_bad_file()
    {
        string[] line = Line();
        File.Delete(_folder["rules.json"]);
        Cli.Run(line).AssertFails(ExitCodes.BadInput, "rules.json");
    }

    [Fact]
    public void A_huge_rules_file_is_refused() => Cli.Run(Line(new string(' ', (1 << 20) + 1))).AssertFails(ExitCodes.BadInput, "more than 1,048,576 bytes; this is not a rules file");

    [Fact]
    public void A_label_that_the_model_lacks_is_named_with_its_place() =>
        Cli.Run(Line(RulesText.BrightLamp.Replace("\"bright\"", "\"brigth\"", StringComparison.Ordinal))).AssertFails(ExitCodes.BadInput, "rules.json:3:", "brigth", "bright");

    [Fact]
    public void Every_error_of_the_rules_has_a_line()
    {
        Cli run = Cli.Run(Line(RulesText.BrightLamp.Replace("\"bright\"", "\"brigth\"", StringComparison.Ordinal).Replace("\"pin\": 17", "\"pin\": 99", StringComparison.Ordinal)));
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        string[] lines = run.Error.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.StartsWith("edgevision: " + _folder["rules.json"] + ":", line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_way_to_pins_that_this_program_has_not_is_a_usage_error()
    {
        Cli run = Cli.Run([.. Line(), "--pins", "carrier-pigeon"]);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("--pins takes ", run.Error, StringComparison.Ordinal);
        Assert.Contains("not 'carrier-pigeon'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Safe_levels_come_from_the_rules()
    {
        string rules = _folder.Write("safe.json", """
            { "version": 1, "outputs": { "a": { "pin": 17, "safe": "on" }, "b": { "pin": 27, "safe": "on", "active": "low" }, "c": { "pin": 18, "kind": "pwm", "safe": 0.5 } },
              "rules": [ { "name": "x", "when": { "label": "y", "at_least": 0.5 }, "then": [ { "output": "a", "do": "off" } ] } ] }
            """);
        Cli safe = Cli.Run("pins", "--board", "host", "--safe", "--rules", rules);
        Assert.Equal("", safe.Error);
        Assert.Equal("GPIO17 high\nGPIO27 low\nGPIO18 low\n", safe.Output);
        Assert.Equal("GPIO17 low\nGPIO27 low\nGPIO18 low\n", Cli.Run("pins", "--board", "host", "--safe", "17=low", "--rules", rules).Output);
        Cli.Run("pins", "--board", "host", "--safe").AssertFails(ExitCodes.Usage, "--safe 17=low");
        Cli.Run("pins", "--board", "host", "--rules", rules).AssertFails(ExitCodes.Usage, "--safe --rules");
    }

    private string[] Line(string rules = RulesText.BrightLamp, string camera = "synthetic", string board = "host") =>
    [
        "run", "--camera", camera, "--model", _folder.Write("brightness.tflite", BrightnessModel.ToTflite()), "--board", board,
        "--rules", _folder.Write("rules.json", rules), "--snapshots", _folder["snapshots"],
    ];
}
