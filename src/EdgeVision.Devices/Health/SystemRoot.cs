using System.Text;
using EdgeVision.Devices.Linux;

namespace EdgeVision.Devices.Health;

/// <summary>
/// The machine as its files and environment describe it: <c>/proc</c>, <c>/sys</c>, <c>/dev</c>, <c>/etc</c>. With another folder than
/// <c>/</c> it is a machine that somebody put there, such as a container's or a test's.
/// </summary>
public sealed class SystemRoot
{
    private const int MaxBytes = 1 << 20;

    private readonly string _folder;
    private readonly Func<string, string?> _environment;

    /// <summary>A machine whose files are below a folder.</summary>
    /// <param name="folder">What stands for <c>/</c>.</param>
    /// <param name="environment">Values of environment variables; <see langword="null"/> for those that are not set.</param>
    public SystemRoot(string folder, Func<string, string?> environment)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(environment);
        _folder = folder;
        _environment = environment;
    }

    /// <summary>The machine this program runs on.</summary>
    public static SystemRoot Current { get; } = new("/", System.Environment.GetEnvironmentVariable);

    /// <summary>Where a file of the machine is, to open it: <c>/sys/x</c> becomes <c>folder/sys/x</c>.</summary>
    /// <param name="path">An absolute path of the machine.</param>
    public string PathOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Path.Combine(_folder, path.TrimStart('/'));
    }

    /// <summary>
    /// A small text file without white space and NULs at its ends, or <see langword="null"/> if it is missing, may not be read, or the
    /// kernel gives an error instead of a value.
    /// </summary>
    /// <param name="path">An absolute path of the machine; of a longer file than 1 MiB the beginning is read.</param>
    public string? ReadText(string path) =>
        ReadBytes(path) is { } bytes ? Encoding.UTF8.GetString(bytes).Trim(' ', '\t', '\r', '\n', '\0') : null;

    /// <summary>The bytes of a small file, or <see langword="null"/> where <see cref="ReadText"/> gives that.</summary>
    /// <param name="path">An absolute path of the machine; of a longer file than 1 MiB the beginning is read.</param>
    public byte[]? ReadBytes(string path)
    {
        try
        {
            using FileStream file = new(PathOf(path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            Span<byte> block = stackalloc byte[4096];
            for (int read; bytes.Length < MaxBytes && (read = file.Read(block)) > 0;)
                bytes.Write(block[..read]);
            return bytes.ToArray();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The names in a folder, sorted; none if it is missing or may not be read.</summary>
    /// <param name="path">An absolute path of the machine.</param>
    public IReadOnlyList<string> Entries(string path)
    {
        try
        {
            IEnumerable<string> entries = Directory.EnumerateFileSystemEntries(PathOf(path));
            return [.. entries.Select(entry => Path.GetFileName(entry)!).Order(StringComparer.Ordinal)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Whether there is such a file, device node or folder.</summary>
    /// <param name="path">An absolute path of the machine.</param>
    public bool Exists(string path) => Path.Exists(PathOf(path));

    /// <summary>The value of an environment variable; <see langword="null"/> if it is not set or empty.</summary>
    /// <param name="name">Its name.</param>
    public string? Environment(string name) => _environment(name) is { Length: > 0 } value ? value : null;

    /// <summary>Where the first of some programs is that <c>PATH</c> leads to, or <see langword="null"/>.</summary>
    /// <param name="names">File names, the preferred one first.</param>
    /// <returns>An absolute path of the machine.</returns>
    public string? FindProgram(params ReadOnlySpan<string> names) =>
        ProgramSearch.Find(Environment("PATH") ?? "", path => File.Exists(PathOf(path)), names);
}
