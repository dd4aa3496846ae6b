using System.Buffers.Binary;

namespace EdgeVision.Imaging.Bmp;

/// <summary>
/// Reads BMP: palettes of 1, 4 and 8 bits (the last two also run-length coded), 16, 24 and 32 bits, with colour masks. Alpha is
/// dropped.
/// </summary>
internal readonly ref struct BmpDecoder(ReadOnlySpan<byte> data, DecoderLimits limits)
{
    private readonly ReadOnlySpan<byte> _data = data;

    /// <summary>Whether the data start like a BMP file.</summary>
    public static bool Recognizes(ReadOnlySpan<byte> data) => data.StartsWith("BM"u8);

    /// <summary>The picture.</summary>
    public RgbImage Decode()
    {
        var header = BmpHeader.Read(_data, limits);
        return header.Compression is BmpCompression.RunLength8 or BmpCompression.RunLength4
            ? DecodeRunLength(header)
            : DecodeRows(header);
    }

    private RgbImage DecodeRunLength(BmpHeader header)
    {
        byte[] indices = new BmpRunLength(_data, header).Unpack();
        RgbImage image = RgbImage.Black(header.Width, header.Height);
        for (int stored = 0; stored < header.Height; stored++)
            LookUp(header, indices.AsSpan(stored * header.Width, header.Width), 8, RowOf(image, header, stored));
        return image;
    }

    private RgbImage DecodeRows(BmpHeader header)
    {
        long end = header.PixelOffset + ((long)header.RowBytes * header.Height);
        if (header.PixelOffset < 0 || end > _data.Length)
        {
            throw ImageFormatException.Damaged(
                "BMP", $"the pixels from byte {header.PixelOffset} to {end} do not fit the file of {_data.Length} bytes");
        }

        RgbImage image = RgbImage.Black(header.Width, header.Height);
        for (int stored = 0; stored < header.Height; stored++)
        {
            ReadOnlySpan<byte> row = _data.Slice(header.PixelOffset + (stored * header.RowBytes), header.RowBytes);
            DecodeRow(header, row, RowOf(image, header, stored));
        }

        return image;
    }

    private static Span<byte> RowOf(RgbImage image, BmpHeader header, int stored) =>
        image.MutableRow(header.IsTopDown ? stored : header.Height - 1 - stored);

    private static void DecodeRow(BmpHeader header, ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        if (header.BitsPerPixel <= 8)
        {
            LookUp(header, row, header.BitsPerPixel, rgb);
            return;
        }

        int bytes = header.BitsPerPixel / 8;
        for (int i = 0, p = 0; i < rgb.Length; i += 3, p += bytes)
        {
            uint pixel = bytes switch
            {
                2 => BinaryPrimitives.ReadUInt16LittleEndian(row[p..]),
                3 => row[p] | ((uint)row[p + 1] << 8) | ((uint)row[p + 2] << 16),
                _ => BinaryPrimitives.ReadUInt32LittleEndian(row[p..]),
            };
            rgb[i] = header.Red.Extract(pixel);
            rgb[i + 1] = header.Green.Extract(pixel);
            rgb[i + 2] = header.Blue.Extract(pixel);
        }
    }

    /// <summary>Replaces indices of <paramref name="bits"/> bits, the first in the highest bits, by palette entries.</summary>
    private static void LookUp(BmpHeader header, ReadOnlySpan<byte> indices, int bits, Span<byte> rgb)
    {
        int mask = (1 << bits) - 1;
        for (int i = 0, bit = 0; i < rgb.Length; i += 3, bit += bits)
        {
            int index = (indices[bit >> 3] >> (8 - bits - (bit & 7))) & mask;
            if (index * 3 >= header.Palette.Length)
                throw ImageFormatException.Damaged("BMP", $"palette entry {index} of {header.Palette.Length / 3}");
            header.Palette.AsSpan(index * 3, 3).CopyTo(rgb[i..]);
        }
    }
}
