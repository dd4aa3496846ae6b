namespace EdgeVision.Imaging.Jpeg;

/// <summary>The content of a frame header (SOF): size, components, and whether scans refine each other.</summary>
internal sealed class JpegFrame
{
    private const int MaxSampling = 4;

    private JpegFrame(int width, int height, int blockSide, JpegComponent[] components, bool isProgressive)
    {
        FullWidth = width;
        FullHeight = height;
        BlockSide = blockSide;
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

    /// <summary>Pixel columns as encoded.</summary>
    public int FullWidth { get; }

    /// <summary>Pixel rows as encoded.</summary>
    public int FullHeight { get; }

    /// <summary>Samples that are computed of the side of a block of the finest component: 8, or less to decode a smaller picture.</summary>
    public int BlockSide { get; }

    /// <summary>Pixel columns as decoded.</summary>
    public int Width => DivideUp(FullWidth * BlockSide, JpegComponent.BlockSide);

    /// <summary>Pixel rows as decoded.</summary>
    public int Height => DivideUp(FullHeight * BlockSide, JpegComponent.BlockSide);

    /// <summary>The samples of all components.</summary>
    public byte[] Samples { get; private set; } = [];

    public JpegComponent[] Components { get; }

    public bool IsProgressive { get; }

    /// <summary>The largest <see cref="JpegComponent.Horizontal"/>.</summary>
    public int MaxHorizontal { get; }

    /// <summary>The largest <see cref="JpegComponent.Vertical"/>.</summary>
    public int MaxVertical { get; }

    public int McuColumns { get; }

    public int McuRows { get; }

    /// <summary>Reads a frame header's content.</summary>
    /// <param name="content">The content.</param>
    /// <param name="marker">The segment's marker.</param>
    /// <param name="limits">What may be spent.</param>
    /// <param name="blockSide">Samples to compute of a block's side: 1, 2, 4 or 8.</param>
    public static JpegFrame Read(ReadOnlySpan<byte> content, JpegMarker marker, DecoderLimits limits, int blockSide)
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

        return new JpegFrame(width, height, blockSide, components, marker == JpegMarker.Sof2);
    }

    /// <summary>
    /// Makes the components ready for a picture's data, with memory that is kept from picture to picture. Every block takes at least one
    /// bit of the first scans, so a header that promises more blocks than
    /// the file can hold is refused before it costs memory.
    /// </summary>
    /// <param name="availableBytes">What is left of the file.</param>
    public void Prepare(int availableBytes)
    {
        long blocks = 0;
        foreach (JpegComponent component in Components)
            blocks += (long)component.BlockColumns * component.BlockRows;
        if (blocks > availableBytes * 8L)
        {
            throw ImageFormatException.Damaged(
                "JPEG", $"{FullWidth}x{FullHeight} has {blocks} blocks, too many for the file's last {availableBytes} bytes");
        }

        if (Samples.Length == 0)
            Allocate();
        foreach (JpegComponent component in Components)
            component.Forget();
    }

    private void Allocate()
    {
        int samples = 0;
        foreach (JpegComponent component in Components)
            samples += component.SampleCount;
        Samples = new byte[samples];
        int firstSample = 0;
        foreach (JpegComponent component in Components)
        {
            component.Place(Samples, firstSample, IsProgressive);
            firstSample += component.SampleCount;
        }
    }

    public static int DivideUp(int value, int divisor) => (value + divisor - 1) / divisor;
}
