namespace EdgeVision.Imaging.Bmp;

/// <summary>Ways in which a BMP stores its pixels.</summary>
internal enum BmpCompression
{
    None = 0,
    RunLength8 = 1,
    RunLength4 = 2,
    BitFields = 3,
    AlphaBitFields = 6,
}

/// <summary>A BMP's file and information headers, the colour masks and the palette.</summary>
internal sealed class BmpHeader
{
    private const int FileHeaderLength = 14;
    private const int CoreHeaderLength = 12;
    private const int Os2HeaderLength = 64;

    private BmpHeader()
    {
    }

    public int Width { get; private init; }

    public int Height { get; private init; }

    /// <summary>Whether the first stored row is the top one; usually it is the bottom one.</summary>
    public bool IsTopDown { get; private init; }

    public int BitsPerPixel { get; private init; }

    public BmpCompression Compression { get; private init; }

    /// <summary>Where the pixels start.</summary>
    public int PixelOffset { get; private init; }

    public ChannelMask Red { get; private init; }

    public ChannelMask Green { get; private init; }

    public ChannelMask Blue { get; private init; }

    /// <summary>Red, green and blue of each palette entry; empty where pixels are no indices.</summary>
    public byte[] Palette { get; private init; } = [];

    /// <summary>Bytes of a stored row: whole groups of four.</summary>
    public int RowBytes => (int)((((long)Width * BitsPerPixel) + 31) / 32 * 4);

    /// <summary>Reads everything before the pixels.</summary>
    public static BmpHeader Read(ReadOnlySpan<byte> data, DecoderLimits limits)
    {
        var reader = new ByteReader("BMP", data);
        reader.MoveTo(10);
        int pixelOffset = reader.Int32LittleEndian();
        int headerLength = reader.Int32LittleEndian();
        bool isCore = headerLength == CoreHeaderLength;
        if (!isCore && headerLength is not (40 or 52 or 56 or Os2HeaderLength or 108 or 124))
            throw new ImageFormatException($"BMP: a header of {headerLength} bytes is of no known version; save as PNG");
        int width = isCore ? reader.UInt16LittleEndian() : reader.Int32LittleEndian();
        int height = isCore ? reader.UInt16LittleEndian() : reader.Int32LittleEndian();
        limits.CheckSize("BMP", width, Math.Abs((long)height));
        reader.Take(2);
        int bits = reader.UInt16LittleEndian();
        BmpCompression compression = isCore ? BmpCompression.None : (BmpCompression)reader.Int32LittleEndian();
        CheckCombination(bits, compression, headerLength);

        uint usedColors = 0;
        if (!isCore)
        {
            reader.Take(12);
            usedColors = reader.UInt32LittleEndian();
            reader.Take(4);
        }

        bool hasMasks = compression is BmpCompression.BitFields or BmpCompression.AlphaBitFields;
        uint[] masks = hasMasks
            ? [reader.UInt32LittleEndian(), reader.UInt32LittleEndian(), reader.UInt32LittleEndian()]
            : DefaultMasks(bits);
        if (bits <= 8)
            reader.MoveTo(FileHeaderLength + headerLength);
        return new BmpHeader
        {
            Width = width,
            Height = Math.Abs(height),
            IsTopDown = height < 0,
            BitsPerPixel = bits,
            Compression = compression,
            PixelOffset = pixelOffset,
            Red = new ChannelMask(masks[0]),
            Green = new ChannelMask(masks[1]),
            Blue = new ChannelMask(masks[2]),
            Palette = bits <= 8 ? ReadPalette(ref reader, PaletteEntries(bits, usedColors), isCore ? 3 : 4) : [],
        };
    }

    private static void CheckCombination(int bits, BmpCompression compression, int headerLength)
    {
        bool supported = compression switch
        {
            BmpCompression.None => bits is 1 or 4 or 8 or 16 or 24 or 32,
            BmpCompression.RunLength8 => bits == 8,
            BmpCompression.RunLength4 => bits == 4,
            BmpCompression.BitFields or BmpCompression.AlphaBitFields => bits is 16 or 32 && headerLength != Os2HeaderLength,
            _ => false,
        };
        if (!supported)
            throw new ImageFormatException($"BMP: {bits} bits a pixel with compression {(int)compression} is not supported; save as PNG");
    }

    private static uint[] DefaultMasks(int bits) => bits == 16 ? [0x7C00, 0x03E0, 0x001F] : [0xFF0000, 0x00FF00, 0x0000FF];

    /// <summary>A palette is full unless the header says how many colours it has.</summary>
    private static int PaletteEntries(int bits, uint usedColors) => usedColors == 0 ? 1 << bits : (int)Math.Min(usedColors, 1u << bits);

    private static byte[] ReadPalette(ref ByteReader reader, int count, int entryLength)
    {
        byte[] palette = new byte[count * 3];
        for (int i = 0; i < palette.Length; i += 3)
        {
            ReadOnlySpan<byte> entry = reader.Take(entryLength);
            palette[i] = entry[2];
            palette[i + 1] = entry[1];
            palette[i + 2] = entry[0];
        }

        return palette;
    }
}
