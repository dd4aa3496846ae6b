using EdgeVision.App.Output;

namespace EdgeVision.App.Run.Pictures;

/// <summary>
/// A folder of stored pictures that stays within a limit by deleting its oldest, or by refusing new ones. Only files that it could have
/// written itself count and are deleted.
/// </summary>
internal sealed class PictureFolder
{
    private const string Pattern = "????????T??????.???Z*.png";

    private readonly string _folder;
    private readonly long _maxBytes;
    private readonly WhenFull _whenFull;
    private readonly Queue<FileInfo> _files;
    private long _bytes;

    /// <param name="folder">The folder; made when it is first needed.</param>
    /// <param name="maxBytes">How much its pictures may take.</param>
    /// <param name="whenFull">What happens then.</param>
    public PictureFolder(string folder, long maxBytes, WhenFull whenFull)
    {
        (_folder, _maxBytes, _whenFull) = (folder, maxBytes, whenFull);
        IEnumerable<FileInfo> files = Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles(Pattern) : [];
        _files = new Queue<FileInfo>(files.OrderBy(file => file.Name, StringComparer.Ordinal)); // names begin with the time
        _bytes = _files.Sum(file => file.Length);
    }

    public string Path => _folder;

    /// <summary>Stores a picture.</summary>
    /// <param name="png">The file's content.</param>
    /// <param name="time">When it was taken.</param>
    /// <param name="what">What it shows; becomes part of the name.</param>
    /// <returns>The file.</returns>
    /// <exception cref="IOException">The folder is full, or cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public string Store(byte[] png, DateTimeOffset time, string what)
    {
        if (_whenFull == WhenFull.Refuse && _bytes + png.Length > _maxBytes)
            throw new IOException($"{_folder} has reached {_maxBytes >> 20} MiB; move its pictures elsewhere");
        MakeRoom(png.Length);
        Directory.CreateDirectory(_folder);
        string name = $"{time.UtcDateTime:yyyyMMdd'T'HHmmss.fff'Z'}{(what.Length > 0 ? "-" : "")}{Plain(what)}.png";
        var file = new FileInfo(System.IO.Path.Combine(_folder, name));
        OutputFile.Write(file.FullName, png);
        _files.Enqueue(file);
        _bytes += png.Length;
        return file.FullName;
    }

    private void MakeRoom(long needed)
    {
        while (_bytes + needed > _maxBytes && _files.TryDequeue(out FileInfo? oldest))
        {
            _bytes -= oldest.Exists ? oldest.Length : 0;
            oldest.Delete();
        }
    }

    // Labels may hold anything; file names may not.
    private static string Plain(string what) =>
        string.Concat(what.Take(60).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_'));
}

/// <summary>What a full folder does with a new picture.</summary>
internal enum WhenFull
{
    /// <summary>Deletes the oldest ones.</summary>
    DeleteOldest,

    /// <summary>Refuses it: the old ones may be wanted for training.</summary>
    Refuse,
}
