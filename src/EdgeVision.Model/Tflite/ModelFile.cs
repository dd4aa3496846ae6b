namespace EdgeVision.Model;

/// <summary>
/// A private copy of a model's file. It is not mapped: whoever shortens a mapped file kills its readers (SIGBUS), and whoever overwrites it
/// changes what was checked.
/// </summary>
internal static class ModelFile
{
    /// <summary>Reads a whole file.</summary>
    /// <exception cref="ModelFormatException">It is too large, or its length changed meanwhile.</exception>
    public static ReadOnlyMemory<byte> Read(string path, string name)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        return Read(file, name);
    }

    internal static ReadOnlyMemory<byte> Read(Stream file, string name)
    {
        if (!file.CanSeek)
            return ReadPipe(file);
        long length = file.Length;
        if (length > Array.MaxLength)
            throw new ModelFormatException($"{name}: {length} bytes are more than a model may have (2 GiB); use a smaller model");
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)length);
        return file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == length && file.Length == length
            ? bytes
            : throw new ModelFormatException($"{name}: its length changed while it was read; wait until it is written, and start again");
    }

    private static ReadOnlyMemory<byte> ReadPipe(Stream pipe)
    {
        using var copy = new MemoryStream();
        pipe.CopyTo(copy);
        return copy.GetBuffer().AsMemory(0, (int)copy.Length);
    }
}
