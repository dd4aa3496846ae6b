using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace EdgeVision.Model;

/// <summary>
/// Files in the ZIP archive that metadata tools put behind a model. Field positions are those of PKWARE's APPNOTE 6.3, sections 4.3.7
/// (local header), 4.3.12 (directory) and 4.3.16 (end record). The library's reader asks for the machine's time zone to tell the files'
/// dates, which nobody needs here and every start of the program would pay for.
/// </summary>
/// <param name="file">The whole model file.</param>
/// <param name="source">What messages call what is looked for.</param>
internal sealed class AssociatedFiles(ReadOnlyMemory<byte> file, string source)
{
    private const uint EndSignature = 0x06054B50;
    private const int EndLength = 22;
    private const uint EntrySignature = 0x02014B50;
    private const int EntryLength = 46;
    private const uint LocalSignature = 0x04034B50;
    private const int LocalLength = 30;

    private const int Stored = 0;
    private const int Deflated = 8;
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
        long size = UInt32(end + 12), start = end - size - UInt32(end + 16);
        if (size > LargestDirectory || start < 0)
            throw Damaged();
        int entry = FindEntry(end - (int)size, end, UInt16(end + 10), Encoding.UTF8.GetBytes(name));

        // Some tools count offsets from the start of the model, some from the start of the archive. The end record tells where the
        // directory really is, and thereby from where its offsets count.
        return entry < 0 ? null : Extract(entry, start, largestSize);
    }

    /// <summary>Position of the directory's first entry of that name, -1 if there is none.</summary>
    private int FindEntry(int at, int end, int entries, ReadOnlySpan<byte> name)
    {
        int found = -1;
        for (; entries > 0; entries--)
        {
            if (at > end - EntryLength || UInt32(at) != EntrySignature)
                throw Damaged();
            int nameLength = UInt16(at + 28), next = at + EntryLength + nameLength + UInt16(at + 30) + UInt16(at + 32);
            if (next > end)
                throw Damaged();
            if (found < 0 && file.Span.Slice(at + EntryLength, nameLength).SequenceEqual(name))
                found = at;
            at = next;
        }

        return at == end ? found : throw Damaged();
    }

    private byte[] Extract(int entry, long start, int largestSize)
    {
        long packed = UInt32(entry + 20), length = UInt32(entry + 24), local = start + UInt32(entry + 42);
        if (length > largestSize)
            throw new ModelFormatException($"{source}: {length} bytes are more than the {largestSize} allowed; shorten it");
        if (local > file.Length - LocalLength || UInt32((int)local) != LocalSignature)
            throw Damaged();
        long data = local + LocalLength + UInt16((int)local + 26) + UInt16((int)local + 28);
        if (packed > file.Length - data || length > packed * BestCompression)
            throw Damaged();
        ReadOnlyMemory<byte> bytes = file.Slice((int)data, (int)packed);
        byte[] content = UInt16(entry + 10) switch
        {
            Stored when packed == length => bytes.ToArray(),
            Deflated => Inflate(bytes, (int)length),
            _ => throw Damaged(),
        };
        return Crc32.Of(content) == UInt32(entry + 16) ? content : throw Damaged();
    }

    private byte[] Inflate(ReadOnlyMemory<byte> packed, int length)
    {
        var content = new byte[length];
        try
        {
            using var stream = new DeflateStream(Open(packed), CompressionMode.Decompress);
            return stream.ReadAtLeast(content, length, throwOnEndOfStream: false) == length && stream.ReadByte() < 0 ? content : throw Damaged();
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e);
        }
    }

    // Usually the file is an array, and a hostile one can claim that nearly all of it is packed: then it must not be copied.
    private static MemoryStream Open(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
        : new MemoryStream(bytes.ToArray(), writable: false);

    // Position of the end record, -1 without an archive.
    private int FindEnd()
    {
        int last = file.Length - EndLength;
        int first = Math.Max(0, last - LongestComment);
        for (int at = last; at >= first; at--)
        {
            if (UInt32(at) == EndSignature && at + EndLength + UInt16(at + 20) <= file.Length)
                return at;
        }

        return -1;
    }

    private ushort UInt16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(file.Span[at..]);

    private uint UInt32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(file.Span[at..]);

    private ModelFormatException Damaged(Exception? cause = null)
    {
        string message = $"{source}: the archive behind the model is damaged; fetch or export the model again";
        return cause is null ? new ModelFormatException(message) : new ModelFormatException(message, cause);
    }
}
