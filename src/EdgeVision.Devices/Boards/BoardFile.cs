using EdgeVision.Devices.Pins;

namespace EdgeVision.Devices.Boards;

/// <summary>
/// Reads <c>board.json</c> and the header file it names (<c>boards/board.schema.json</c>, <c>boards/header.schema.json</c>).
/// </summary>
public static class BoardFile
{
    private const int MaxBytes = 256 << 10;
    private const int MaxHeaderPins = 128;

    /// <summary>Reads a board.</summary>
    /// <param name="path">The <c>board.json</c>, or the folder that holds it.</param>
    /// <exception cref="BoardFormatException">It is not a board's file; one line with file, line and column.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static Board Load(string path)
    {
        string file = Directory.Exists(path) ? Path.Combine(path, "board.json") : path;
        return Read(file, ReadLimited(file), ReadLimited);
    }

    /// <summary>
    /// Reads a board from its text; <paramref name="readFile"/> reads the header file, whose path is relative to the board's.
    /// </summary>
    internal static Board Read(string file, byte[] text, Func<string, byte[]> readFile)
    {
        JsonValue board = JsonValue.Parse(new JsonSource(file, text));
        board.CheckObject("$schema", "name", "model", "pins", "chip", "header", "current", "cpu", "memory");
        JsonValue current = board.Member("current");
        current.CheckObject("pin", "total");
        return new Board
        {
            Name = board.Member("name").Text(),
            Model = board.Optional("model")?.Text(),
            Pins = board.Member("pins").OneOf("gpiocontroller", "libgpiod", PinBackends.CharacterDevice, PinBackends.Simulated),
            Chip = board.Optional("chip")?.Text(31) ?? "",
            Header = Header(board.Member("header"), file, readFile),
            PinMilliamperes = current.Member("pin").Number(0, 10_000),
            TotalMilliamperes = current.Member("total").Number(0, 100_000),
            Cpu = Cpu(board.Member("cpu")),
            MemoryMegabytes = Memory(board.Member("memory")),
        };
    }

    private static byte[] ReadLimited(string path)
    {
        using FileStream file = File.OpenRead(path);
        var text = new byte[MaxBytes + 1];
        int length = file.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        return length <= MaxBytes
            ? text[..length]
            : throw new BoardFormatException($"{path}: more than {MaxBytes >> 10} KiB; this is not a board's file");
    }

    private static BoardCpu Cpu(JsonValue cpu)
    {
        cpu.CheckObject("name", "cores", "features");
        return new BoardCpu(
            cpu.Member("name").Text(),
            cpu.Member("cores").Number(1, 1024),
            [.. cpu.Member("features").Items(64).Select(feature => feature.Text(32))]);
    }

    private static int[] Memory(JsonValue memory)
    {
        int[] sizes = [.. memory.Items(16).Select(size => size.Number(1, 1 << 24))];
        return sizes.SequenceEqual(sizes.Distinct().Order()) ? sizes : throw memory.Error("sizes of memory belong in ascending order");
    }

    private static HeaderPin[] Header(JsonValue reference, string boardFile, Func<string, byte[]> readFile)
    {
        string name = reference.Text();
        if (Path.IsPathRooted(name) || name.Contains('\\'))
            throw reference.Error("a path relative to this file, with '/', belongs here");
        string file = Path.Combine(Path.GetDirectoryName(boardFile) ?? "", name);
        byte[] text;
        try
        {
            text = readFile(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw reference.Error($"the header file {file} cannot be read: {failure.Message}");
        }

        JsonValue header = JsonValue.Parse(new JsonSource(file, text));
        header.CheckObject("$schema", "pins");
        IReadOnlyList<JsonValue> items = header.Member("pins").Items(MaxHeaderPins);
        var pins = new HeaderPin[items.Count];
        var numbers = new HashSet<int>();
        for (int i = 0; i < pins.Length; i++)
        {
            pins[i] = Pin(items[i], i + 1);
            if (pins[i].Bcm is { } number && !numbers.Add(number))
                throw items[i].Error($"BCM {number} is on the header twice; remove one");
        }

        return pins;
    }

    private static HeaderPin Pin(JsonValue pin, int position)
    {
        pin.CheckObject("pin", "name", "bcm", "pull", "functions", "reserved", "warning");
        pin.Member("pin").Number(position, position);
        int? number = pin.Optional("bcm")?.Number(0, 1023);
        if (number is null && (pin.Optional("pull") ?? pin.Optional("functions")) is { } extra)
            throw extra.Error("only a pin with a BCM number has this; add 'bcm' or remove it");
        return new HeaderPin(position, pin.Member("name").Text(16))
        {
            Bcm = number,
            ResetPull = pin.Optional("pull")?.OneOf("up", "down", "off") switch
            {
                "up" => PinBias.PullUp,
                "down" => PinBias.PullDown,
                _ => PinBias.Off,
            },
            Functions = [.. (pin.Optional("functions")?.Items(16) ?? []).Select(function => function.Text(32))],
            Reserved = pin.Optional("reserved")?.Text(),
            Warning = pin.Optional("warning")?.Text(),
        };
    }
}
