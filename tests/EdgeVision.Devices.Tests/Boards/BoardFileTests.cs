using System.Text;
using EdgeVision.Devices.Boards;
using EdgeVision.Devices.Pins;
using EdgeVision.Testing;

namespace EdgeVision.Devices.Tests.Boards;

public class BoardFileTests
{
    private const string Header = """{ "pins": [ { "pin": 1, "name": "3V3" }, { "pin": 2, "name": "GPIO4", "bcm": 4, "pull": "up", "functions": ["A", "B"], "warning": "hot" } ] }""";

    private const string Text = """
        {
          // comments are allowed
          "name": "Test board",
          "model": "Test",
          "pins": "chardev",
          "chip": "pinctrl-test",
          "header": "header.json",
          "current": { "pin": 16, "total": 50 },
          "cpu": { "name": "Cortex", "cores": 4, "features": ["asimd"] },
          "memory": [512, 1024],
        }
        """;

    [Fact]
    public void Board_is_read_with_everything()
    {
        Board board = Read(Text);
        Assert.Equal(("Test board", "Test", "chardev", "pinctrl-test"), (board.Name, board.Model, board.Pins, board.Chip));
        Assert.Equal((16, 50), (board.PinMilliamperes, board.TotalMilliamperes));
        Assert.Equal(("Cortex", 4), (board.Cpu.Name, board.Cpu.Cores));
        Assert.Equal(["asimd"], board.Cpu.Features);
        Assert.Equal([512, 1024], board.MemoryMegabytes);
        Assert.Equal(new HeaderPin(1, "3V3"), board.Header[0] with { Functions = new HeaderPin(1, "").Functions });
        HeaderPin pin = board.Header[1];
        Assert.Equal((2, "GPIO4", 4, PinBias.PullUp, "hot", null), (pin.Position, pin.Name, pin.Bcm, pin.ResetPull, pin.Warning, pin.Reserved));
        Assert.Equal(["A", "B"], pin.Functions);
    }

    [Theory]
    [InlineData("\"name\": \"Test board\",", "", "board.json:1:1: 'name' is missing")]
    [InlineData("\"Test board\"", "5", "board.json:3:11: a text in quotes")]
    [InlineData("\"Test board\"", "\"\"", "board.json:3:11: a text of 1 to 200 characters")]
    [InlineData("\"Test board\"", "\"a\\nb\"", "board.json:3:11: a text of 1 to 200 characters on one line")]
    [InlineData("\"chardev\"", "\"magic\"", "board.json:5:11: one of \"gpiocontroller\", \"libgpiod\", \"chardev\", \"simulated\"")]
    [InlineData("\"pinctrl-test\"", "\"01234567890123456789012345678901\"", "board.json:6:11: a text of 1 to 31")]
    [InlineData("\"header.json\"", "\"/header.json\"", "board.json:7:13: a path relative")]
    [InlineData("\"header.json\"", "\"..\\\\header.json\"", "board.json:7:13: a path relative")]
    [InlineData("\"header.json\"", "\"other.json\"", "board.json:7:13: the header file other.json cannot be read")]
    [InlineData("{ \"pin\": 16, \"total\": 50 }", "16", "board.json:8:14: an object")]
    [InlineData("\"total\": 50", "\"total\": -1", "board.json:8:36: a whole number from 0 to 100000")]
    [InlineData("\"total\": 50", "\"total\": 1.5", "board.json:8:36: a whole number")]
    [InlineData("\"total\": 50", "\"totl\": 50", "board.json:8:35: 'totl' is not known here; known are pin, total")]
    [InlineData("\"cores\": 4", "\"cores\": 99999999999999999999", "board.json:9:39: a whole number from 1 to 1024")]
    [InlineData("[\"asimd\"]", "{}", "board.json:9:54: a list")]
    [InlineData("[512, 1024]", "[1024, 512]", "board.json:10:13: sizes of memory belong in ascending order")]
    [InlineData("[512, 1024]", "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]", "board.json:10:13: 17 items; at most 16")]
    [InlineData("\"memory\"", "\"name\"", "board.json:10:3: 'name' is given twice")]
    [InlineData("\"cores\": 4,", "\"cores\": 4", "this is not JSON")]
    [InlineData("[512, 1024]", "[[[[[[[[[[]]]]]]]]]]", "board.json:10:")]
    public void Mistakes_are_one_line_with_their_place(string part, string mistake, string expected)
    {
        Assert.Contains(part, Text, StringComparison.Ordinal);
        var failure = Assert.Throws<BoardFormatException>(() => Read(Text.Replace(part, mistake, StringComparison.Ordinal)));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.StartsWith("board.json:", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Theory]
    [InlineData("\"pin\": 2", "\"pin\": 3", "header.json:1:51: a whole number from 2 to 2")]
    [InlineData("\"name\": \"3V3\"", "\"name\": \"GPIO4\", \"bcm\": 4", "BCM 4 is on the header twice")]
    [InlineData("\"bcm\": 4, ", "", "only a pin with a BCM number has this")]
    [InlineData("\"up\"", "\"sideways\"", "one of \"up\", \"down\", \"off\"")]
    [InlineData("\"warning\"", "\"waning\"", "'waning' is not known here")]
    [InlineData("{ \"pins\"", "{ \"pns\"", "'pns' is not known here")]
    public void Mistakes_in_the_header_name_its_file(string part, string mistake, string expected)
    {
        var failure = Assert.Throws<BoardFormatException>(() => Read(Text, Header.Replace(part, mistake, StringComparison.Ordinal)));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.StartsWith("header.json:1:", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("{} {}")]
    [InlineData("{")]
    [InlineData("\"\\ud800\"")]
    public void Texts_that_are_no_board_are_refused(string text) => Assert.Throws<BoardFormatException>(() => Read(text));

    [Fact]
    public void Text_that_is_not_utf8_is_refused()
    {
        byte[] text = Encoding.UTF8.GetBytes(Text.Replace("Test board", "Test b?ard", StringComparison.Ordinal));
        text[Array.IndexOf(text, (byte)'?')] = 0xFF;
        var failure = Assert.Throws<BoardFormatException>(() => BoardFile.Read("board.json", text, _ => throw new FileNotFoundException()));
        Assert.StartsWith("board.json:3:", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_are_refused_or_read_but_never_crash()
    {
        var random = new Prng(20261121);
        int refused = 0;
        for (int i = 0; i < 5_000; i++)
        {
            byte[] text = Damage(Encoding.UTF8.GetBytes(Text), random);
            byte[] header = Damage(Encoding.UTF8.GetBytes(Header), random);
            try
            {
                Board board = BoardFile.Read("board.json", text, file => file == "header.json" ? header : throw new FileNotFoundException(file));
                Assert.True(board.Header.Count <= 128);
            }
            catch (BoardFormatException failure)
            {
                refused++;
                Assert.DoesNotContain('\n', failure.Message);
                Assert.InRange(failure.Message.Length, 20, 450);
                Assert.Matches(@"^\w+\.json:\d+:\d+: ", failure.Message);
            }
        }

        Assert.InRange(refused, 2_500, 4_999);
    }

    [Fact]
    public void Files_are_read_from_their_folder_and_too_long_ones_refused()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("edgevision-board-");
        try
        {
            string file = Path.Combine(folder.FullName, "board.json");
            File.WriteAllText(file, Text);
            var failure = Assert.Throws<BoardFormatException>(() => BoardFile.Load(file));
            Assert.Contains($"{file}:7:13: the header file {Path.Combine(folder.FullName, "header.json")} cannot be read", failure.Message, StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(folder.FullName, "header.json"), Header);
            Assert.Equal("Test board", BoardFile.Load(file).Name);
            Assert.Equal("Test board", BuiltInBoards.Load(folder.FullName).Name);
            File.WriteAllBytes(file, new byte[(256 << 10) + 1]);
            Assert.Contains("more than 256 KiB", Assert.Throws<BoardFormatException>(() => BoardFile.Load(file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Board Read(string text, string header = Header) =>
        BoardFile.Read("board.json", Encoding.UTF8.GetBytes(text), file => file == "header.json" ? Encoding.UTF8.GetBytes(header) : throw new FileNotFoundException("there is none"));

    private static byte[] Damage(byte[] text, Prng random)
    {
        for (int n = random.Next(0, 2); n > 0; n--)
        {
            int at = random.Next(0, text.Length - 1);
            switch (random.Next(0, 3))
            {
                case 0:
                    text[at] = random.NextByte();
                    break;
                case 1:
                    text = text[..Math.Max(1, at)];
                    break;
                case 2:
                    text = [.. text[..at], .. text[random.Next(0, text.Length - 1)..]];
                    break;
                default:
                    text[at] = (byte)"{}[]\",:0-\\\n"[random.Next(0, 10)];
                    break;
            }

            if (text.Length == 0)
                return [(byte)' '];
        }

        return text;
    }
}
