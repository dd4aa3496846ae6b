using System.IO.Compression;
using EdgeVision.Imaging.Exif;

namespace EdgeVision.Imaging.Png;

/// <summary>Reads a PNG file's chunks, then its pixels. Transparency is dropped; gamma and colour profiles are ignored.</summary>
internal ref struct PngDecoder(ReadOnlySpan<byte> data, DecoderLimits limits)
{
    /// <summary>Deflate cannot expand more: 258 bytes for 2 bits.</summary>
    private const int MaxExpansion = 1032;

    private ByteReader _reader = new("PNG", data);
    private PngHeader? _header;
    private byte[] _palette = [];
    private Orientation _orientation = Orientation.Upright;

    /// <summary>Whether the data start like a PNG file.</summary>
    public static bool Recognizes(ReadOnlySpan<byte> data) => data.StartsWith(PngFormat.Signature);

    /// <summary>The upright picture.</summary>
    public RgbImage Decode()
    {
        _reader.Take(PngFormat.Signature.Length);
        using var compressed = new MemoryStream();
        while (ReadChunk(compressed))
        {
        }

        PngHeader header = _header!;
        long rawBytes = header.RawBytes;
        if (rawBytes > MaxExpansion * (compressed.Length + 1))
        {
            throw ImageFormatException.Damaged(
                "PNG", $"{compressed.Length} bytes of pixel data are too few for {header.Width}x{header.Height}");
        }

        if (header.ColorType == PngColorType.Palette && _palette.Length == 0)
            throw ImageFormatException.Damaged("PNG", "the palette is missing");
        return _orientation.Apply(Decompress(compressed, header));
    }

    /// <summary>Reads one chunk; false after the last.</summary>
    private bool ReadChunk(MemoryStream compressed)
    {
        int start = _reader.Position;
        uint length = _reader.UInt32BigEndian();
        ReadOnlySpan<byte> type = _reader.Take(4);
        ReadOnlySpan<byte> content = _reader.Take(length > int.MaxValue ? int.MaxValue : (int)length);
        if (_reader.UInt32BigEndian() != Crc32.Compute(type, content))
            throw ImageFormatException.Damaged("PNG", $"the checksum of the chunk at byte {start} is wrong");
        bool isHeader = type.SequenceEqual("IHDR"u8);
        if (isHeader == _header is not null)
            throw ImageFormatException.Damaged("PNG", $"the header is not the first chunk, or there are two, at byte {start}");
        if (isHeader)
            _header = PngHeader.Read(content, limits);
        else if (type.SequenceEqual("PLTE"u8))
            _palette = ReadPalette(content);
        else if (type.SequenceEqual("IDAT"u8))
            compressed.Write(content);
        else if (type.SequenceEqual("eXIf"u8))
            _orientation = ExifReader.Orientation(content);
        else if (type.SequenceEqual("IEND"u8))
            return false;
        else if (char.IsAsciiLetterUpper((char)type[0]))
            throw new ImageFormatException($"PNG: the chunk at byte {start} is unknown and cannot be skipped; save the picture again");
        return true;
    }

    private static byte[] ReadPalette(ReadOnlySpan<byte> content)
    {
        if (content.Length is 0 or > 768 || content.Length % 3 != 0)
            throw ImageFormatException.Damaged("PNG", $"a palette of {content.Length} bytes");
        return content.ToArray();
    }

    private readonly RgbImage Decompress(MemoryStream compressed, PngHeader header)
    {
        compressed.Position = 0;
        using var rows = new ZLibStream(compressed, CompressionMode.Decompress);
        RgbImage image = RgbImage.Black(header.Width, header.Height);
        try
        {
            var pixels = new PngPixelReader(header, _palette);
            foreach (PngPass pass in PngPass.All(header))
            {
                var reader = new PngRowReader(rows, header.RowBytes(pass.Width), header.FilterDistance);
                for (int y = 0; y < pass.Height; y++)
                    pixels.Write(reader.Next(), pass, image.MutableRow(pass.StartY + (y * pass.StepY)));
            }

            // Reading to the end makes the decompressor compare its checksum; a surplus is not decompressed further.
            rows.ReadByte();
        }
        catch (EndOfStreamException e)
        {
            throw ImageFormatException.Damaged("PNG", "the pixel data end before the last row", e);
        }
        catch (InvalidDataException e)
        {
            throw ImageFormatException.Damaged("PNG", "the compressed pixel data are invalid", e);
        }

        return image;
    }
}
