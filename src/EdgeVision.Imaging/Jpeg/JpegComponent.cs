namespace EdgeVision.Imaging.Jpeg;

/// <summary>One component (luminance, a chrominance, an ink …) of a picture: its sampling, its tables, its samples.</summary>
internal sealed class JpegComponent
{
    public const int BlockSide = 8;
    public const int BlockLength = BlockSide * BlockSide;

    private ushort[]? _quantization;
    private byte[] _samples = [];
    private short[] _coefficients = [];

    /// <param name="id">What scans call it.</param>
    /// <param name="horizontal">Blocks in an MCU's row, 1 … 4.</param>
    /// <param name="vertical">Blocks in an MCU's column, 1 … 4.</param>
    /// <param name="quantizationSlot">Which quantization table it uses.</param>
    public JpegComponent(int id, int horizontal, int vertical, int quantizationSlot)
    {
        Id = id;
        Horizontal = horizontal;
        Vertical = vertical;
        QuantizationSlot = quantizationSlot;
    }

    public int Id { get; }

    public int Horizontal { get; }

    public int Vertical { get; }

    public int QuantizationSlot { get; }

    /// <summary>Sample columns that belong to the picture.</summary>
    public int Width { get; private set; }

    /// <summary>Sample rows that belong to the picture.</summary>
    public int Height { get; private set; }

    /// <summary>Columns of blocks, those that only fill up the last MCU included.</summary>
    public int BlockColumns { get; private set; }

    /// <summary>Rows of blocks, those that only fill up the last MCU included.</summary>
    public int BlockRows { get; private set; }

    /// <summary>The Huffman table for DC sizes in the current scan.</summary>
    public HuffmanTable? DcTable { get; set; }

    /// <summary>The Huffman table for AC runs and sizes in the current scan.</summary>
    public HuffmanTable? AcTable { get; set; }

    /// <summary>The DC value before the next one, which is stored as a difference.</summary>
    public int DcPrediction { get; set; }

    /// <summary>Whether a scan has carried it.</summary>
    public bool HasData => _quantization is not null;

    /// <summary>Sets the sizes from the frame's.</summary>
    public void Fit(JpegFrame frame)
    {
        Width = JpegFrame.DivideUp(frame.Width * Horizontal, frame.MaxHorizontal);
        Height = JpegFrame.DivideUp(frame.Height * Vertical, frame.MaxVertical);
        BlockColumns = frame.McuColumns * Horizontal;
        BlockRows = frame.McuRows * Vertical;
    }

    /// <summary>Allocates samples and, if scans refine them, coefficients.</summary>
    public void Allocate(JpegFrame frame)
    {
        _samples = new byte[BlockColumns * BlockRows * BlockLength];
        if (frame.IsProgressive)
            _coefficients = new short[BlockColumns * BlockRows * BlockLength];
    }

    /// <summary>Keeps the quantization table as it is when the component's first scan starts.</summary>
    public void StartScan(JpegTables tables) => _quantization ??= tables.Quantization(QuantizationSlot);

    /// <summary>The coefficients of a progressive picture's block, row-major.</summary>
    public Span<short> Coefficients(int column, int row) =>
        _coefficients.AsSpan(((row * BlockColumns) + column) * BlockLength, BlockLength);

    /// <summary>Row <paramref name="y"/> of the samples, clamped to the picture: rows outside repeat the nearest one.</summary>
    public ReadOnlySpan<byte> Row(int y) =>
        _samples.AsSpan(Math.Clamp(y, 0, Height - 1) * BlockColumns * BlockSide, Width);

    /// <summary>Computes a block's samples.</summary>
    public void Reconstruct(ReadOnlySpan<short> coefficients, int column, int row)
    {
        int stride = BlockColumns * BlockSide;
        int start = (row * BlockSide * stride) + (column * BlockSide);
        InverseDct.Transform(coefficients, _quantization, _samples.AsSpan(start), stride);
    }

    /// <summary>Computes all samples of a progressive picture.</summary>
    public void ReconstructAll()
    {
        for (int row = 0; row < BlockRows; row++)
        {
            for (int column = 0; column < BlockColumns; column++)
                Reconstruct(Coefficients(column, row), column, row);
        }
    }
}
