namespace EdgeVision.Imaging.Jpeg;

/// <summary>Walks over the blocks of a scan in the order in which they are stored, and handles restart intervals.</summary>
internal sealed class ScanDecoder
{
    private readonly JpegFrame _frame;
    private readonly JpegComponent[] _components;
    private readonly BlockDecoder _blockDecoder;
    private int _restartInterval;
    private int _mcusDone;

    /// <param name="frame">The frame the scan belongs to.</param>
    /// <param name="header">What the scan carries.</param>
    public ScanDecoder(JpegFrame frame, ScanHeader header)
    {
        _frame = frame;
        _components = header.Components;
        _blockDecoder = header.CreateBlockDecoder(frame);
    }

    /// <summary>Decodes the whole scan.</summary>
    /// <param name="bits">Its bits.</param>
    /// <param name="restartInterval">MCUs between restart markers; 0 for none.</param>
    public void Decode(ref BitReader bits, int restartInterval)
    {
        _restartInterval = restartInterval;
        _mcusDone = 0;
        Restart();
        if (_components.Length == 1)
            DecodeSingle(ref bits, _components[0]);
        else
            DecodeInterleaved(ref bits);
    }

    /// <summary>A scan of one component has one block in an MCU, and none that only fill up.</summary>
    private void DecodeSingle(ref BitReader bits, JpegComponent component)
    {
        for (int row = 0; row < component.OwnBlockRows; row++)
        {
            for (int column = 0; column < component.OwnBlockColumns; column++)
            {
                StartMcu(ref bits);
                DecodeBlock(ref bits, component, column, row);
            }
        }
    }

    private void DecodeInterleaved(ref BitReader bits)
    {
        for (int row = 0; row < _frame.McuRows; row++)
        {
            for (int column = 0; column < _frame.McuColumns; column++)
            {
                StartMcu(ref bits);
                foreach (JpegComponent component in _components)
                    DecodeMcu(ref bits, component, column * component.Horizontal, row * component.Vertical);
            }
        }
    }

    private void DecodeMcu(ref BitReader bits, JpegComponent component, int firstColumn, int firstRow)
    {
        for (int row = 0; row < component.Vertical; row++)
        {
            for (int column = 0; column < component.Horizontal; column++)
                DecodeBlock(ref bits, component, firstColumn + column, firstRow + row);
        }
    }

    private void DecodeBlock(ref BitReader bits, JpegComponent component, int column, int row)
    {
        _blockDecoder.Decode(ref bits, component, column, row);
        bits.ThrowIfOverrun();
    }

    private void StartMcu(ref BitReader bits)
    {
        if (_restartInterval > 0 && _mcusDone > 0 && _mcusDone % _restartInterval == 0)
        {
            bits.Restart(((_mcusDone / _restartInterval) - 1) & 7);
            Restart();
        }

        _mcusDone++;
    }

    private void Restart()
    {
        _blockDecoder.Restart();
        foreach (JpegComponent component in _components)
            component.DcPrediction = 0;
    }
}
