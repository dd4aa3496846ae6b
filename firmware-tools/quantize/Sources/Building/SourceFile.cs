using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Sources.Building;

/// <summary>A source in memory, and the one way to complain about it.</summary>
internal sealed class SourceFile(string path, ReadOnlyMemory<byte> bytes)
{
    /// <summary>Far above any MobileNet; keeps every offset of every format inside an <see cref="int"/>.</summary>
    public const long MaxBytes = 1 << 30;

    private const int LongestMessage = 500;

    public string Path { get; } = path;

    public string Name { get; } = System.IO.Path.GetFileName(path);

    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <exception cref="SourceException">The file is missing, unreadable, empty or larger than <see cref="MaxBytes"/>.</exception>
    public static SourceFile Load(string path)
    {
        var file = new SourceFile(path, ReadOnlyMemory<byte>.Empty);
        if (Directory.Exists(path))
            throw file.Error("this is a folder; name a file, or the folder of a TensorFlow.js model, which holds model.json");
        try
        {
            long length = new FileInfo(path).Length;
            if (length is 0 or > MaxBytes)
                throw file.Error($"{length} bytes; a model has 1 byte … 1 GiB");
            return new SourceFile(path, File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw file.Error($"cannot be read: {e.Message}", e);
        }
    }

    /// <summary>An exception whose message starts with the file and has one line, whatever the file's own names contain.</summary>
    public SourceException Error(string message, Exception? inner = null)
    {
        string text = $"{Name}: {message}";
        if (text.Length > LongestMessage)
            text = string.Concat(text.AsSpan(0, LongestMessage), "…");
        text = string.Create(text.Length, text, static (line, source) =>
        {
            for (int i = 0; i < line.Length; i++)
                line[i] = char.IsControl(source[i]) || source[i] is '\u2028' or '\u2029' ? '?' : source[i];
        });
        return inner is null ? new SourceException(text) : new SourceException(text, inner);
    }
}
