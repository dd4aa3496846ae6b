namespace EdgeVision.Imaging.Jpeg;

/// <summary>The content of a frame header (SOF): size, components, and whether scans refine each other.</summary>
internal sealed class JpegFrame
{
    private const int MaxSampling = 4;

    private JpegFrame(int width, int height, JpegComponent[] components, bool isProgressive)
    {
        Width = width;
        Height = height;
        Components = components;
        IsProgressive = isProgressive;
        foreach (JpegComponent component in components)
        {
            MaxHorizontal = Math.Max(MaxHorizontal, component.Horizontal);
            MaxVertical = Math.Max(MaxVertical, component.Vertical);
        }

        McuColumns = DivideUp(width, MaxHorizontal * JpegComponent.BlockSide);
        McuRows = DivideUp(height, MaxVertical * JpegComponent.BlockSide);
        foreach (JpegComponent component in components)
            component.Fit(this);
    }

    public int Width { get; }

    public int Height { get; }

    public JpegComponent[] Components { get; }

    public bool IsProgressive { get; }

    /// <summary>The largest <see cref="JpegComponent.Horizontal"/>.</summary>
    public int MaxHorizontal { get; }

    /// <summary>The largest <see cref="JpegComponent.Vertical"/>.</summary>
    public int MaxVertical { get; }

    public int McuColumns { get; }

    public int McuRows { get; }

    /// <summary>Reads a frame header's content.</summary>
    public static JpegFrame Read(ReadOnlySpan<byte> content, JpegMarker marker, DecoderLimits limits)
    {
        var reader = new ByteReader("JPEG frame header", content);
        int precision = reader.Byte();
        if (precision != 8)
            throw new ImageFormatException($"JPEG: {precision}-bit samples are not supported; save with 8 bits");
        int height = reader.UInt16BigEndian();
        int width = reader.UInt16BigEndian();
        limits.CheckSize("JPEG", width, height);
        int count = reader.Byte();
        if (count is not (1 or 3 or 4))
            throw new ImageFormatException($"JPEG: {count} components are not supported; save as grey, colour or CMYK");
        var components = new JpegComponent[count];
        for (int i = 0; i < count; i++)
        {
            int id = reader.Byte();
            int sampling = reader.Byte();
            if (sampling >> 4 is < 1 or > MaxSampling || (sampling & 15) is < 1 or > MaxSampling)
                throw ImageFormatException.Damaged("JPEG", $"component {id} has the invalid sampling 0x{sampling:X2}");
            int slot = reader.Byte();
            if (slot > 3)
                throw ImageFormatException.Damaged("JPEG", $"component {id} uses quantization table {slot} of 0 to 3");
            components[i] = new JpegComponent(id, sampling >> 4, sampling & 15, slot);
        }

        return new JpegFrame(width, height, components, marker == JpegMarker.Sof2);
    }

    /// <summary>
    /// Allocates the components. Every block takes at least one bit of the first scans, so a header that promises more blocks than
    /// the file can hold is refused before it costs memory.
    /// </summary>
    /// <param name="availableBytes">What is left of the file.</param>
    public void Allocate(int availableBytes)
    {
        long blocks = 0;
        foreach (JpegComponent component in Components)
            blocks += (long)component.BlockColumns * component.BlockRows;
        if (blocks > availableBytes * 8L)
        {
            throw ImageFormatException.Damaged(
                "JPEG", $"{Width}x{Height} has {blocks} blocks, too many for the file's last {availableBytes} bytes");
        }

        foreach (JpegComponent component in Components)
            component.Allocate(this);
    }

    public static int DivideUp(int value, int divisor) => (value + divisor - 1) / divisor;
}
