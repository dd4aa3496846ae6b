using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace EdgeVision.Imaging.Tests.Support;

/// <summary>
/// Writes PNG files of every kind, legal or not, one chunk after the other; shares nothing with the decoder and the writer tested.
/// </summary>
internal sealed class PngBuilder
{
    private readonly List<byte> _file = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public PngBuilder Header(
        int width, int height, int depth, int colorType, int interlace = 0, int compression = 0, int filter = 0)
    {
        byte[] content = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(content, width);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4), height);
        content[8] = (byte)depth;
        content[9] = (byte)colorType;
        content[10] = (byte)compression;
        content[11] = (byte)filter;
        content[12] = (byte)interlace;
        return Chunk("IHDR", content);
    }

    public PngBuilder Chunk(string type, params byte[] content)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. content];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        _file.AddRange(number);
        _file.AddRange(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        _file.AddRange(number);
        return this;
    }

    /// <summary>Compressed rows in one IDAT chunk.</summary>
    public PngBuilder Data(params byte[] rows) => Chunk("IDAT", Compress(rows));

    public byte[] End() => Chunk("IEND").ToArray();

    public byte[] ToArray() => [.. _file];

    public static byte[] Compress(byte[] rows, CompressionLevel level = CompressionLevel.Fastest)
    {
        var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, level))
            zlib.Write(rows);
        return stream.ToArray();
    }

    /// <summary>Bit by bit, as the PNG specification defines it.</summary>
    public static uint Crc(ReadOnlySpan<byte> data)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte b in data)
        {
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((((crc ^ ((uint)b >> bit)) & 1) != 0) ? 0xEDB88320u : 0);
        }

        return ~crc;
    }
}
