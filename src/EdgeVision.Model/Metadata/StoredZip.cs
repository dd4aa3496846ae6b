using System.Buffers.Binary;
using System.Text;

namespace EdgeVision.Model;

/// <summary>
/// Writes a ZIP archive of one uncompressed file behind other bytes. <c>ZipArchive</c> would note the operating system and depend on the
/// compressor's version; these bytes are the same everywhere.
/// </summary>
internal static class StoredZip
{
    private const int LocalHeaderLength = 30;
    private const int DirectoryEntryLength = 46;
    private const int EndLength = 22;
    private const ushort Version = 20;

    // 1980-01-01 in DOS format, the earliest date an archive can state.
    private const ushort Date = (1 << 5) | 1;

    /// <summary><paramref name="before"/> and the archive. Offsets count from the start of <paramref name="before"/>.</summary>
    /// <param name="before">What the archive is appended to.</param>
    /// <param name="fileName">ASCII.</param>
    /// <param name="content">The file.</param>
    public static byte[] Append(ReadOnlySpan<byte> before, string fileName, ReadOnlySpan<byte> content)
    {
        byte[] name = Encoding.ASCII.GetBytes(fileName);
        int entryAt = before.Length + LocalHeaderLength + name.Length + content.Length;
        int entryLength = DirectoryEntryLength + name.Length;
        var all = new byte[entryAt + entryLength + EndLength];
        before.CopyTo(all);

        Span<byte> local = all.AsSpan(before.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(local, 0x04034B50);
        WriteDescription(local[4..], name, content);
        name.CopyTo(local[LocalHeaderLength..]);
        content.CopyTo(local[(LocalHeaderLength + name.Length)..]);

        Span<byte> entry = all.AsSpan(entryAt);
        BinaryPrimitives.WriteUInt32LittleEndian(entry, 0x02014B50);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[4..], Version);
        WriteDescription(entry[6..], name, content);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[42..], (uint)before.Length);
        name.CopyTo(entry[DirectoryEntryLength..]);

        Span<byte> end = entry[entryLength..];
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054B50);
        BinaryPrimitives.WriteUInt16LittleEndian(end[8..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(end[10..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(end[12..], (uint)entryLength);
        BinaryPrimitives.WriteUInt32LittleEndian(end[16..], (uint)entryAt);
        return all;
    }

    // The part both headers share: version, flags, method 0, time, date, checksum, both sizes, length of the name.
    private static void WriteDescription(Span<byte> header, byte[] name, ReadOnlySpan<byte> content)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(header, Version);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], Date);
        BinaryPrimitives.WriteUInt32LittleEndian(header[10..], Crc32.Of(content));
        BinaryPrimitives.WriteUInt32LittleEndian(header[14..], (uint)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[18..], (uint)content.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(header[22..], (ushort)name.Length);
    }
}
