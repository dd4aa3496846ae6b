namespace EdgeVision.Imaging.Jpeg;

/// <summary>
/// Reads the segments of JPEG pictures, one picture after the other, and computes the samples of their components. Pictures of a video
/// repeat their headers; what was built for a header is kept while its bytes stay the same, so that such pictures need no new memory.
/// </summary>
/// <param name="limits">What may be spent on a picture.</param>
/// <param name="blockSide">Samples to compute of the side of the finest component's blocks: 8, or 4, 2, 1 for a picture of that many
/// eighths.</param>
internal sealed class JpegReader(DecoderLimits limits, int blockSide)
{
    private readonly JpegTables _tables = new();
    private readonly List<KnownScan> _knownScans = [];
    private byte[] _knownHeader = [];
    private JpegMarker _knownMarker;
    private JpegFrame? _knownFrame;
    private JpegFrame? _frame;
    private int _restartInterval;
    private int _scans;

    /// <summary>What the last picture's application segments say.</summary>
    public JpegApplicationData ApplicationData { get; } = new();

    /// <summary>Whether the data start like a JPEG file.</summary>
    public static bool Recognizes(ReadOnlySpan<byte> data) => data is [0xFF, (byte)JpegMarker.Soi, 0xFF, ..];

    /// <summary>Reads one picture.</summary>
    /// <returns>The frame with its samples, valid until the next picture is read.</returns>
    public JpegFrame Read(ReadOnlySpan<byte> data)
    {
        if (!Recognizes(data))
            throw ImageFormatException.Damaged("JPEG", "the data do not start with a start marker");
        _frame = null;
        _restartInterval = 0;
        _scans = 0;
        _tables.Forget();
        ApplicationData.Forget();
        var reader = new ByteReader("JPEG", data);
        reader.Take(2);
        while (NextMarker(ref reader, data) is { } marker && marker != JpegMarker.Eoi)
        {
            int start = reader.Position - 2;
            ReadOnlySpan<byte> content = reader.Take(Math.Max(reader.UInt16BigEndian() - 2, 0));
            if (marker == JpegMarker.Sos)
                ReadScan(ref reader, data, content, start);
            else
                ReadSegment(marker, content, start);
        }

        return Complete();
    }

    /// <summary>
    /// The next marker that stands before a segment or is EOI; anything else before it is skipped. A file may end without EOI when a
    /// sequential picture is complete.
    /// </summary>
    private JpegMarker? NextMarker(ref ByteReader reader, ReadOnlySpan<byte> data)
    {
        int i = reader.Position;
        for (; i + 1 < data.Length; i++)
        {
            var marker = (JpegMarker)data[i + 1];
            if (data[i] != 0xFF || marker is <= JpegMarker.Tem or (>= JpegMarker.Rst0 and <= JpegMarker.Rst7) or (JpegMarker)0xFF)
                continue;
            reader.MoveTo(i + 2);
            return marker;
        }

        if (_frame is { IsProgressive: false })
            return null;
        throw new ImageFormatException($"JPEG: the file ends at byte {data.Length} without an end marker; it is truncated");
    }

    private void ReadSegment(JpegMarker marker, ReadOnlySpan<byte> content, int start)
    {
        switch (marker)
        {
            case JpegMarker.Dqt:
                _tables.DefineQuantization(content);
                break;
            case JpegMarker.Dht:
                _tables.DefineHuffman(content);
                break;
            case JpegMarker.Dri:
                _restartInterval = new ByteReader("JPEG restart interval", content).UInt16BigEndian();
                break;
            case JpegMarker.Sof0 or JpegMarker.Sof1 or JpegMarker.Sof2:
                if (_frame is not null)
                    throw ImageFormatException.Damaged("JPEG", $"a second frame header at byte {start}");
                _frame = FrameOf(marker, content);
                break;
            case JpegMarker.Soi:
                throw ImageFormatException.Damaged("JPEG", $"a second start marker at byte {start}");
            case >= JpegMarker.Sof0 and <= JpegMarker.Sof15 and not JpegMarker.Jpg:
                throw new ImageFormatException(
                    $"JPEG: lossless, hierarchical or arithmetic coding (0xFF{(int)marker:X2}) is not supported; save as baseline JPEG");
            default:
                ApplicationData.Read(marker, content);
                break;
        }
    }

    private JpegFrame FrameOf(JpegMarker marker, ReadOnlySpan<byte> header)
    {
        if (_knownFrame is not null && marker == _knownMarker && header.SequenceEqual(_knownHeader))
            return _knownFrame;
        _knownFrame = JpegFrame.Read(header, marker, limits, blockSide);
        _knownMarker = marker;
        _knownHeader = header.ToArray();
        _knownScans.Clear();
        return _knownFrame;
    }

    private void ReadScan(ref ByteReader reader, ReadOnlySpan<byte> data, ReadOnlySpan<byte> header, int start)
    {
        JpegFrame frame = _frame ?? throw ImageFormatException.Damaged("JPEG", $"a scan before the frame header, at byte {start}");
        if (_scans == limits.MaxScans)
            throw new ImageFormatException($"JPEG: more than {limits.MaxScans} scans; save it again or raise MaxScans");
        if (_scans == 0)
            frame.Prepare(reader.Remaining);
        KnownScan scan = ScanOf(frame, header, _scans++);
        scan.Header.Start(_tables);
        var bits = new BitReader(data, reader.Position);
        scan.Decoder.Decode(ref bits, _restartInterval);
        reader.MoveTo(bits.Position);
    }

    private KnownScan ScanOf(JpegFrame frame, ReadOnlySpan<byte> content, int index)
    {
        if (index < _knownScans.Count && content.SequenceEqual(_knownScans[index].Content))
            return _knownScans[index];
        var header = ScanHeader.Read(content, frame);
        var scan = new KnownScan(content.ToArray(), header, new ScanDecoder(frame, header));
        _knownScans.RemoveRange(index, _knownScans.Count - index);
        _knownScans.Add(scan);
        return scan;
    }

    private JpegFrame Complete()
    {
        JpegFrame frame = _frame ?? throw ImageFormatException.Damaged("JPEG", "no frame header before the end");
        foreach (JpegComponent component in frame.Components)
        {
            if (_scans == 0 || !component.HasData)
                throw ImageFormatException.Damaged("JPEG", $"the data of component {component.Id} are missing");
        }

        if (frame.IsProgressive)
        {
            foreach (JpegComponent component in frame.Components)
                component.ReconstructAll();
        }

        return frame;
    }

    /// <summary>What was built for a scan header of these bytes.</summary>
    private sealed record KnownScan(byte[] Content, ScanHeader Header, ScanDecoder Decoder);
}
