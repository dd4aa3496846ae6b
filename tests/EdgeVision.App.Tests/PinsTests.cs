using EdgeVision.App.Pins;
using EdgeVision.Devices.Boards;
using EdgeVision.Devices.Pins;
using EdgeVision.Devices.Pins.Simulation;

namespace EdgeVision.App.Tests;

public class PinsTests
{
    private static readonly Board Host = BuiltInBoards.Load(BuiltInBoards.Host);

    [Fact]
    public void Pins_are_listed_with_place_direction_level_and_notes()
    {
        Cli run = Cli.Run("pins", "--board", "host");
        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error));
        string[] lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(["board  Development machine", "pins   simulated pins, through simulated"], lines[..2]);
        Assert.Contains(" 17  pin 11  input      low    -", lines);
        Assert.Contains(lines, line => line.StartsWith("  0  pin 27", StringComparison.Ordinal) && line.Contains("reserved: ID_SD", StringComparison.Ordinal));
        Assert.Equal(4 + 28, lines.Length);
    }

    [Fact]
    public void Used_pins_show_their_user()
    {
        var pins = new SimulatedPins();
        pins.RequestOutputs([new(17, PinLevel.High)], "fan-control");
        pins.RequestInputs([new(27)], "");
        PinBackends.Register("used", _ => pins);
        string[] lines = Cli.Run("pins", "--board", "host", "--pins", "used").Output.Split('\n');
        Assert.Contains(" 17  pin 11  output     high   fan-control", lines);
        Assert.Contains(" 27  pin 13  input      low    (no name)", lines);
    }

    [Fact]
    public void Header_is_drawn()
    {
        Cli run = Cli.Run("pins", "--header", "--board", "raspberry-pi-5");
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Equal(HeaderDrawing.Draw(BuiltInBoards.Load("raspberry-pi-5").Header), run.Output);
    }

    [Fact]
    public void Safe_levels_are_driven_and_said()
    {
        var pins = new SimulatedPins();
        pins.RequestOutputs([new(27, PinLevel.Low), new(17, PinLevel.High)], "before").Dispose();
        PinBackends.Register("safe", _ => pins);
        Cli run = Cli.Run("pins", "--board", "host", "--pins", "safe", "--safe", "17=low", "pin:13=high");
        Assert.Equal((ExitCodes.Success, "GPIO17 low\nGPIO27 high\n", ""), (run.ExitCode, run.Output, run.Error));
        Assert.Equal((PinLevel.Low, PinLevel.High), (pins.Lines()[17].Level, pins.Lines()[27].Level));
        Assert.Null(pins.Lines()[17].Consumer);
    }

    [Fact]
    public void Pin_that_is_held_does_not_keep_the_others_from_being_safe()
    {
        var pins = new SimulatedPins();
        pins.RequestOutputs([new(17, PinLevel.High)], "fan-control");
        PinBackends.Register("held", _ => pins);
        Cli run = Cli.Run("pins", "--board", "host", "--pins", "held", "--safe", "17=low", "27=high", "22=high");
        run.AssertFails(ExitCodes.Device, "GPIO17 is held by 'fan-control'");
        Assert.Equal("GPIO27 high\nGPIO22 high\n", run.Output);
        Assert.Equal((PinLevel.High, PinLevel.High), (pins.Lines()[17].Level, pins.Lines()[27].Level));
    }

    [Fact]
    public void Broken_rules_do_not_keep_given_pins_from_being_safe()
    {
        using var folder = new TempFolder();
        Cli run = Cli.Run("pins", "--board", "host", "--safe", "17=low", "--rules", folder.Write("rules.json", "{"));
        run.AssertFails(ExitCodes.BadInput, "rules.json:1:");
        Assert.Equal("GPIO17 low\n", run.Output);
    }

    [Theory]
    [InlineData("17")]
    [InlineData("17=on")]
    [InlineData("17=low=high")]
    [InlineData("=")]
    public void Safe_level_that_is_none_is_wrong_usage(string text) =>
        Cli.Run("pins", "--board", "host", "--safe", text).AssertFails(ExitCodes.Usage, "--safe takes a pin and a level such as 17=low", $"'{text}'");

    [Fact]
    public void Pin_given_two_levels_is_wrong_usage() =>
        Assert.Contains("GPIO17 twice", Assert.Throws<UsageException>(() => SafeLevels.Parse(Host, ["17=low", "pin:11=high"])).Message, StringComparison.Ordinal);

    [Fact]
    public void Trouble_has_its_exit_code_and_one_line()
    {
        Cli.Run("pins", "--board", "host", "--safe", "0=low").AssertFails(ExitCodes.Usage, "--safe 0=low: GPIO0", "reserved");
        Cli.Run("pins", "--board", "nothing").AssertFails(ExitCodes.BadInput, "nothing: no such board", "raspberry-pi-zero-2w");
        Cli.Run("pins", "--board", "host", "--pins", "chardev").AssertFails(ExitCodes.Device, "has no GPIO chip", "--pins simulated");
        Cli magic = Cli.Run("pins", "--board", "host", "--pins", "magic");
        Assert.Equal(ExitCodes.Usage, magic.ExitCode);
        Assert.Contains("--pins takes chardev", magic.Error, StringComparison.Ordinal);
        using var folder = new TempFolder();
        string file = folder.Write("board.json", "{\n  \"name\": 5 }");
        Cli.Run("pins", "--board", file).AssertFails(ExitCodes.BadInput, $"{file}:1:1: 'current' is missing");
    }
}
