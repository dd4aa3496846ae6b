namespace EdgeVision.Imaging.Jpeg;

/// <summary>One component (luminance, a chrominance, an ink …) of a picture: its sampling, its tables, its samples.</summary>
internal sealed class JpegComponent
{
    public const int BlockSide = 8;
    public const int BlockLength = BlockSide * BlockSide;

    private readonly ushort[] _quantization = new ushort[BlockLength];
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

    /// <summary>Samples that are computed of a block's side: 1, 2, 4 or 8.</summary>
    public int Side { get; private set; }

    /// <summary>Sample columns that belong to the picture.</summary>
    public int Width { get; private set; }

    /// <summary>Sample rows that belong to the picture.</summary>
    public int Height { get; private set; }

    /// <summary>Columns of blocks that belong to the picture.</summary>
    public int OwnBlockColumns { get; private set; }

    /// <summary>Rows of blocks that belong to the picture.</summary>
    public int OwnBlockRows { get; private set; }

    /// <summary>Columns of blocks, those that only fill up the last MCU included.</summary>
    public int BlockColumns { get; private set; }

    /// <summary>Rows of blocks, those that only fill up the last MCU included.</summary>
    public int BlockRows { get; private set; }

    /// <summary>Samples from a row to the next one.</summary>
    public int Stride => BlockColumns * Side;

    /// <summary>Samples of all blocks.</summary>
    public int SampleCount => Stride * BlockRows * Side;

    /// <summary>Where in the frame's samples its own start.</summary>
    public int FirstSample { get; private set; }

    /// <summary>The Huffman table for DC sizes in the current scan.</summary>
    public HuffmanTable? DcTable { get; set; }

    /// <summary>The Huffman table for AC runs and sizes in the current scan.</summary>
    public HuffmanTable? AcTable { get; set; }

    /// <summary>The DC value before the next one, which is stored as a difference.</summary>
    public int DcPrediction { get; set; }

    /// <summary>Whether a scan has carried it.</summary>
    public bool HasData { get; private set; }

    /// <summary>Sets the sizes from the frame's.</summary>
    public void Fit(JpegFrame frame)
    {
        Side = SideFor(frame);
        OwnBlockColumns = JpegFrame.DivideUp(frame.FullWidth * Horizontal, frame.MaxHorizontal * BlockSide);
        OwnBlockRows = JpegFrame.DivideUp(frame.FullHeight * Vertical, frame.MaxVertical * BlockSide);
        Width = JpegFrame.DivideUp(frame.FullWidth * Horizontal * Side, frame.MaxHorizontal * BlockSide);
        Height = JpegFrame.DivideUp(frame.FullHeight * Vertical * Side, frame.MaxVertical * BlockSide);
        BlockColumns = frame.McuColumns * Horizontal;
        BlockRows = frame.McuRows * Vertical;
    }

    /// <summary>Gives it memory: its place among the frame's samples, and coefficients if scans refine them.</summary>
    public void Place(byte[] samples, int firstSample, bool isProgressive)
    {
        _samples = samples;
        FirstSample = firstSample;
        if (isProgressive)
            _coefficients = new short[BlockColumns * BlockRows * BlockLength];
    }

    /// <summary>Forgets the picture before.</summary>
    public void Forget()
    {
        HasData = false;
        Array.Clear(_coefficients);
    }

    /// <summary>Keeps the quantization table as it is when the component's first scan starts.</summary>
    public void StartScan(JpegTables tables)
    {
        if (!HasData)
            tables.Quantization(QuantizationSlot).CopyTo(_quantization);
        HasData = true;
    }

    /// <summary>The coefficients of a progressive picture's block, row-major.</summary>
    public Span<short> Coefficients(int column, int row) =>
        _coefficients.AsSpan(((row * BlockColumns) + column) * BlockLength, BlockLength);

    /// <summary>Row <paramref name="y"/> of the samples, clamped to the picture: rows outside repeat the nearest one.</summary>
    public ReadOnlySpan<byte> Row(int y) =>
        _samples.AsSpan(FirstSample + (Math.Clamp(y, 0, Height - 1) * Stride), Width);

    /// <summary>Computes a block's samples.</summary>
    public void Reconstruct(ReadOnlySpan<short> coefficients, int column, int row)
    {
        int start = FirstSample + (row * Side * Stride) + (column * Side);
        Span<byte> samples = _samples.AsSpan(start);
        if (Side == BlockSide)
            InverseDct.Transform(coefficients, _quantization, samples, Stride);
        else
            ReducedInverseDct.Transform(coefficients, _quantization, samples, Stride, Side);
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

    /// <summary>
    /// Chroma that was reduced by the encoder is reduced less by the decoder, so that it has as many samples as luma if it can.
    /// </summary>
    private int SideFor(JpegFrame frame)
    {
        int side = frame.BlockSide;
        while (side < BlockSide
            && Horizontal * side * 2 <= frame.MaxHorizontal * frame.BlockSide
            && Vertical * side * 2 <= frame.MaxVertical * frame.BlockSide)
        {
            side *= 2;
        }

        return side;
    }
}
