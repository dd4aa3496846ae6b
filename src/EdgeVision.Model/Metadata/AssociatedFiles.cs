using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace EdgeVision.Model;

/// <summary>Files in the ZIP archive that metadata tools put behind a model.</summary>
/// <param name="file">The whole model file.</param>
/// <param name="source">What messages call what is looked for.</param>
internal sealed class AssociatedFiles(ReadOnlyMemory<byte> file, string source)
{
    // The archive's end record: signature, disks and counts, size and offset of the directory, length of a comment.
    private const uint EndSignature = 0x06054B50;
    private const int EndLength = 22;
    private const int DirectorySizeAt = 12;
    private const int DirectoryOffsetAt = 16;
    private const int CommentLengthAt = 20;
    private const int LongestComment = ushort.MaxValue;

    // Real archives hold a few label files; the bound keeps the directory of a hostile one from being read at all.
    private const int LargestDirectory = 1 << 16;

    // Deflate turns one byte into at most this many; a larger claim is a lie that must not cost memory.
    private const int BestCompression = 1032;

    /// <summary>The content of one file; <see langword="null"/> when there is no archive, or the archive does not have it.</summary>
    /// <exception cref="ModelFormatException">The archive is damaged, or the file is larger than
    /// <paramref name="largestSize"/>.</exception>
    public byte[]? Read(string name, int largestSize)
    {
        int end = FindEnd();
        if (end < 0)
            return null;
        try
        {
            using var archive = new ZipArchive(Open(end), ZipArchiveMode.Read);
            return archive.GetEntry(name) is { } entry ? Extract(entry, largestSize) : null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException or NotSupportedException)
        {
            throw Damaged(e);
        }
    }

    private byte[] Extract(ZipArchiveEntry entry, int largestSize)
    {
        if (entry.Length > largestSize)
            throw new ModelFormatException($"{source}: {entry.Length} bytes are more than the {largestSize} allowed; shorten it");
        if (entry.CompressedLength > file.Length || entry.Length > entry.CompressedLength * BestCompression)
            throw Damaged(null);
        var content = new byte[(int)entry.Length];
        using Stream stream = entry.Open();
        int read = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        if (read < content.Length || stream.ReadByte() >= 0 || Crc32.Of(content) != entry.Crc32)
            throw Damaged(null);
        return content;
    }

    // Some tools count offsets from the start of the model, some from the start of the archive. The end record tells where the
    // directory really is, so the archive is opened from wherever its offsets count.
    private MemoryStream Open(int end)
    {
        ReadOnlySpan<byte> record = file.Span[end..];
        long size = BinaryPrimitives.ReadUInt32LittleEndian(record[DirectorySizeAt..]);
        long start = end - size - BinaryPrimitives.ReadUInt32LittleEndian(record[DirectoryOffsetAt..]);
        if (size > LargestDirectory || start < 0)
            throw Damaged(null);
        int length = end + EndLength + BinaryPrimitives.ReadUInt16LittleEndian(record[CommentLengthAt..]) - (int)start;
        ReadOnlyMemory<byte> archive = file.Slice((int)start, length);
        return MemoryMarshal.TryGetArray(archive, out ArraySegment<byte> bytes)
            ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false)
            : new MemoryStream(archive.ToArray(), writable: false);
    }

    // Position of the end record, -1 without an archive.
    private int FindEnd()
    {
        ReadOnlySpan<byte> bytes = file.Span;
        int last = bytes.Length - EndLength;
        int first = Math.Max(0, last - LongestComment);
        for (int at = last; at >= first; at--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]) == EndSignature
                && at + EndLength + BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at + CommentLengthAt)..]) <= bytes.Length)
            {
                return at;
            }
        }

        return -1;
    }

    private ModelFormatException Damaged(Exception? cause)
    {
        string message = $"{source}: the archive behind the model is damaged; fetch or export the model again";
        return cause is null ? new ModelFormatException(message) : new ModelFormatException(message, cause);
    }
}
