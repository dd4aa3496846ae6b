using System.Buffers.Binary;
using System.IO.Compression;
using EdgeVision.Imaging.Png;

namespace EdgeVision.Imaging;

/// <summary>Writes pictures as PNG: 8-bit RGB, lossless, read by everything.</summary>
public static class PngWriter
{
    /// <summary>Writes a file, replacing what was there.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Save(RgbImage image, string path) => File.WriteAllBytes(path, Encode(image));

    /// <summary>The bytes of a PNG file.</summary>
    /// <param name="image">The picture.</param>
    public static byte[] Encode(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var file = new MemoryStream();
        file.Write(PngFormat.Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = 8;
        header[9] = (byte)PngColorType.Rgb;
        header[10..].Clear();
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(image));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compress(RgbImage image)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal))
        {
            byte[] differences = new byte[image.Width * 3];
            for (int y = 0; y < image.Height; y++)
            {
                SubtractLeftNeighbour(image.Row(y), differences);
                zlib.WriteByte((byte)PngFilter.Sub);
                zlib.Write(differences);
            }
        }

        return compressed.ToArray();
    }

    private static void SubtractLeftNeighbour(ReadOnlySpan<byte> row, Span<byte> differences)
    {
        row[..3].CopyTo(differences);
        for (int i = 3; i < row.Length; i++)
            differences[i] = (byte)(row[i] - row[i - 3]);
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Compute(type, content));
        file.Write(number);
    }
}
