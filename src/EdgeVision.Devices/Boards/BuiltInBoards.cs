using System.Reflection;
using EdgeVision.Devices.Health;

namespace EdgeVision.Devices.Boards;

/// <summary>The boards of the repository's <c>boards</c> folder, which are part of this assembly.</summary>
public static class BuiltInBoards
{
    /// <summary>The development machine: pins are simulated.</summary>
    public const string Host = "host";

    private const string BoardSuffix = "/board.json";

    /// <summary>Their names, sorted: the names of their folders.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(BuiltInBoards).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(BoardSuffix, StringComparison.Ordinal))
            .Select(name => name["boards/".Length..^BoardSuffix.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The board with a name, or the one that a file describes.</summary>
    /// <param name="nameOrPath">One of <see cref="Names"/>, or the path of a <c>board.json</c> or of its folder.</param>
    /// <exception cref="BoardFormatException">It is neither, or the file is not a board's file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static Board Load(string nameOrPath)
    {
        if (Names.Contains(nameOrPath))
        {
            string file = $"boards/{nameOrPath}{BoardSuffix}";
            return BoardFile.Read(file, Resource(file), Resource);
        }

        return File.Exists(nameOrPath) || Directory.Exists(nameOrPath)
            ? BoardFile.Load(nameOrPath)
            : throw new BoardFormatException($"{nameOrPath}: no such board; there are {string.Join(", ", Names)}, or give the path of a board.json");
    }

    /// <summary>The name of the board this program runs on; <see cref="Host"/> when it is none of the others.</summary>
    public static string Detect() => Detect(SystemRoot.Current);

    /// <summary>The name of the board that a machine is; <see cref="Host"/> when it is none of the others.</summary>
    /// <param name="root">The machine.</param>
    public static string Detect(SystemRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        string? model = root.ReadText("/proc/device-tree/model");
        return Names.FirstOrDefault(name => Load(name).Model is { } start && model?.StartsWith(start, StringComparison.Ordinal) == true)
            ?? Host;
    }

    /// <summary>The bytes of a file of the <c>boards</c> folder; its name may go up with <c>..</c>.</summary>
    private static byte[] Resource(string file)
    {
        var parts = new List<string>();
        foreach (string part in file.Split('/', '\\'))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else
                parts.Add(part);
        }

        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(string.Join('/', parts))
            ?? throw new FileNotFoundException($"{file} is not part of this program");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
