namespace EdgeVision.Imaging.Png;

/// <summary>The content of IHDR: how the pixels are stored.</summary>
internal sealed class PngHeader
{
    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>Bits of a sample, or of a palette index: 1, 2, 4, 8 or 16.</summary>
    public required int BitDepth { get; init; }

    public required PngColorType ColorType { get; init; }

    /// <summary>Whether rows come in Adam7's seven passes.</summary>
    public required bool IsInterlaced { get; init; }

    /// <summary>Samples of a pixel.</summary>
    public int Channels => ColorType switch
    {
        PngColorType.Rgb => 3,
        PngColorType.GreyAlpha => 2,
        PngColorType.Rgba => 4,
        _ => 1,
    };

    /// <summary>Bytes from a byte to the corresponding one of the pixel before; at least 1.</summary>
    public int FilterDistance => Math.Max(Channels * BitDepth / 8, 1);

    /// <summary>Bytes of a row of <paramref name="width"/> pixels, without its filter byte.</summary>
    public int RowBytes(int width) => (int)((((long)width * Channels * BitDepth) + 7) / 8);

    /// <summary>Bytes that decompression must give for the whole picture.</summary>
    public long RawBytes => PngPass.All(this).Sum(pass => (1L + RowBytes(pass.Width)) * pass.Height);

    /// <summary>Reads and checks the chunk's content.</summary>
    public static PngHeader Read(ReadOnlySpan<byte> content, DecoderLimits limits)
    {
        var reader = new ByteReader("PNG header", content);
        uint width = reader.UInt32BigEndian();
        uint height = reader.UInt32BigEndian();
        limits.CheckSize("PNG", width, height);
        int depth = reader.Byte();
        var colorType = (PngColorType)reader.Byte();
        bool legal = colorType switch
        {
            PngColorType.Grey => depth is 1 or 2 or 4 or 8 or 16,
            PngColorType.Palette => depth is 1 or 2 or 4 or 8,
            PngColorType.Rgb or PngColorType.GreyAlpha or PngColorType.Rgba => depth is 8 or 16,
            _ => false,
        };
        if (!legal)
            throw ImageFormatException.Damaged("PNG", $"colour type {(int)colorType} with {depth} bits does not exist");
        int compression = reader.Byte();
        int filter = reader.Byte();
        int interlace = reader.Byte();
        if (compression != 0 || filter != 0 || interlace > 1)
        {
            throw ImageFormatException.Damaged("PNG", $"compression {compression}, filter {filter}, interlace {interlace} do not exist");
        }

        return new PngHeader
        {
            Width = (int)width,
            Height = (int)height,
            BitDepth = depth,
            ColorType = colorType,
            IsInterlaced = interlace == 1,
        };
    }
}
