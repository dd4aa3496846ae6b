namespace EdgeVision.Quantize.Commands;

/// <summary>A file that the program writes at the end of its work.</summary>
internal static class OutputFile
{
    /// <summary>Finds out before minutes are spent what can be known of a file that will be written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sources">The files that are read, which it must not replace.</param>
    /// <exception cref="UsageException">It cannot be written there, or would replace a source.</exception>
    public static void Check(string path, IEnumerable<string?> sources)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            throw new UsageException($"{path} is a folder; give the name of a file");
        if (!Directory.Exists(Path.GetDirectoryName(full)))
            throw new UsageException($"{path}: there is no folder {Path.GetDirectoryName(full)}; make it first");
        if (sources.Any(source => source is not null && Path.GetFullPath(source) == full))
            throw new UsageException($"{path} would replace the source; choose another name");
    }

    /// <summary>Writes a file; when the disk is full, nothing is left of it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, byte[] bytes)
    {
        try
        {
            File.WriteAllBytes(path, bytes);
        }
        catch (IOException) when (new FileInfo(path) is { Exists: true, Length: > 0 }) // what has no length may be a device
        {
            File.Delete(path);
            throw;
        }
    }
}
