using System.Text.Json;
using EdgeVision.Devices.Boards;
using EdgeVision.Devices.Health;
using EdgeVision.Devices.Pins;
using EdgeVision.Testing;

namespace EdgeVision.Devices.Tests.Boards;

public class BuiltInBoardsTests
{
    /// <summary>The 40-pin header as the Raspberry Pi documentation shows it, left and right pin of each row: an independent list.</summary>
    private const string Rows = """
        3V3 5V
        GPIO2 5V
        GPIO3 GND
        GPIO4 GPIO14
        GND GPIO15
        GPIO17 GPIO18
        GPIO27 GND
        GPIO22 GPIO23
        3V3 GPIO24
        GPIO10 GND
        GPIO9 GPIO25
        GPIO11 GPIO8
        GND GPIO7
        GPIO0 GPIO1
        GPIO5 GND
        GPIO6 GPIO12
        GPIO13 GND
        GPIO19 GPIO16
        GPIO26 GPIO20
        GND GPIO21
        """;

    public static TheoryData<string> Boards => [.. BuiltInBoards.Names];

    [Fact]
    public void Every_folder_with_a_board_is_built_in() =>
        Assert.Equal(
            Directory.GetFiles(Repository.PathOf("boards"), "board.json", SearchOption.AllDirectories).Select(file => Path.GetFileName(Path.GetDirectoryName(file)!)).Order(StringComparer.Ordinal),
            BuiltInBoards.Names);

    [Theory]
    [MemberData(nameof(Boards))]
    public void Built_in_board_is_the_one_in_the_repository(string name)
    {
        Board builtIn = BuiltInBoards.Load(name);
        Board file = BuiltInBoards.Load(Repository.PathOf("boards", name));
        Assert.Equal(JsonSerializer.Serialize(file), JsonSerializer.Serialize(builtIn));
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void Header_is_the_one_of_the_raspberry_pi(string name)
    {
        Board board = BuiltInBoards.Load(name);
        Assert.Equal(Rows.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries), board.Header.Select(pin => pin.Name));
        Assert.All(board.Header, pin => Assert.Equal(pin.Bcm is { } number ? $"GPIO{number}" : pin.Name, pin.Name));
        Assert.Equal(Enumerable.Range(0, 28), board.Header.Select(pin => pin.Bcm).OfType<int>().Order());
        Assert.All(board.Header.Where(pin => pin.Bcm <= 8), pin => Assert.Equal(PinBias.PullUp, pin.ResetPull));
        Assert.All(board.Header.Where(pin => pin.Bcm > 8), pin => Assert.Equal(PinBias.PullDown, pin.ResetPull));
        Assert.Equal([0, 1], board.Header.Where(pin => pin.Reserved is not null).Select(pin => pin.Bcm!.Value).Order());
        Assert.Equal([2, 3, 14, 15], board.Header.Where(pin => pin.Warning is not null).Select(pin => pin.Bcm!.Value).Order());
    }

    [Theory]
    [InlineData("raspberry-pi-zero-2w", "pinctrl-bcm2835")]
    [InlineData("raspberry-pi-3b", "pinctrl-bcm2835")]
    [InlineData("raspberry-pi-4b", "pinctrl-bcm2711")]
    [InlineData("raspberry-pi-5", "pinctrl-rp1")]
    [InlineData("host", "")]
    public void Chip_labels_are_those_of_the_kernel(string name, string label) => Assert.Equal(label, BuiltInBoards.Load(name).Chip);

    [Theory]
    [MemberData(nameof(Boards))]
    public void Readme_draws_the_header_of_the_board(string name)
    {
        Board board = BuiltInBoards.Load(name);
        string readme = File.ReadAllText(Repository.PathOf("boards", name, "README.md")).ReplaceLineEndings("\n");
        Assert.Contains($"```text\n{HeaderDrawing.Draw(board.Header)}```\n", readme, StringComparison.Ordinal);
    }

    [Fact]
    public void Drawing_shows_both_sides()
    {
        HeaderPin[] header =
        [
            new(1, "3V3"), new(2, "GPIO4") { Bcm = 4, ResetPull = PinBias.PullUp, Functions = ["CLK", "X"] },
            new(3, "GPIO0") { Bcm = 0, ResetPull = PinBias.PullDown, Reserved = "why", Functions = ["ID"] },
        ];
        Assert.Equal("                             3V3 ( 1) ( 2) GPIO4 ↑ CLK X\n             ID RESERVED ↓ GPIO0 ( 3)\n", HeaderDrawing.Draw(header));
    }

    [Theory]
    [InlineData("17", 17)]
    [InlineData("pin:11", 17)]
    [InlineData("pin:40", 21)]
    [InlineData("2", 2)]
    public void Pins_have_two_names(string text, int number) => Assert.Equal(number, BuiltInBoards.Load("raspberry-pi-4b").Resolve(text).Bcm);

    [Theory]
    [InlineData("GPIO17", "is not a pin")]
    [InlineData("", "is not a pin")]
    [InlineData("-1", "is not a pin")]
    [InlineData("pin:", "is not a pin")]
    [InlineData("99999999999", "is not a pin")]
    [InlineData("28", "no GPIO28 on its header")]
    [InlineData("pin:41", "no header pin 41")]
    [InlineData("pin:0", "no header pin 0")]
    [InlineData("pin:6", "header pin 6 of Raspberry Pi 4 Model B is GND")]
    [InlineData("0", "GPIO0 of Raspberry Pi 4 Model B is reserved: ID_SD")]
    [InlineData("pin:28", "GPIO1 of Raspberry Pi 4 Model B is reserved: ID_SC")]
    public void Wrong_pins_are_explained(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<PinException>(() => BuiltInBoards.Load("raspberry-pi-4b").Resolve(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Unknown_board_lists_the_known_ones()
    {
        var failure = Assert.Throws<BoardFormatException>(() => BuiltInBoards.Load("raspberry-pi-9"));
        Assert.Contains("raspberry-pi-9: no such board; there are host, raspberry-pi-3b, raspberry-pi-4b, raspberry-pi-5, raspberry-pi-zero-2w", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Raspberry Pi Zero 2 W Rev 1.0\0", "raspberry-pi-zero-2w")]
    [InlineData("Raspberry Pi 3 Model B Plus Rev 1.3\0", "raspberry-pi-3b")]
    [InlineData("Raspberry Pi 4 Model B Rev 1.4\0", "raspberry-pi-4b")]
    [InlineData("Raspberry Pi 5 Model B Rev 1.0\0", "raspberry-pi-5")]
    [InlineData("Some other board\0", "host")]
    [InlineData(null, "host")]
    public void Board_is_detected_by_its_device_tree(string? model, string expected)
    {
        using var tree = new FakeTree();
        if (model is not null)
            tree.Write("/proc/device-tree/model", model);
        Assert.Equal(expected, BuiltInBoards.Detect(new SystemRoot(tree.Folder, _ => null)));
    }

    [Theory]
    [InlineData("board.schema.json", "name model pins chip header current cpu memory $schema")]
    [InlineData("header.schema.json", "pins $schema")]
    public void Published_schema_knows_the_same_members_as_the_reader(string file, string members)
    {
        using JsonDocument schema = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("boards", file)));
        Assert.Equal(members.Split(' ').Order(), schema.RootElement.GetProperty("properties").EnumerateObject().Select(member => member.Name).Order());
        Assert.False(schema.RootElement.GetProperty("additionalProperties").GetBoolean());
    }
}
