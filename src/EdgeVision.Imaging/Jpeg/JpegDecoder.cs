namespace EdgeVision.Imaging.Jpeg;

/// <summary>Reads a JPEG file's segments in order and puts the picture together at its end.</summary>
internal ref struct JpegDecoder(ReadOnlySpan<byte> data, DecoderLimits limits)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private readonly JpegTables _tables = new();
    private readonly JpegApplicationData _applicationData = new();
    private ByteReader _reader = new("JPEG", data);
    private JpegFrame? _frame;
    private int _restartInterval;
    private int _scans;

    /// <summary>Whether the data start like a JPEG file.</summary>
    public static bool Recognizes(ReadOnlySpan<byte> data) => data is [0xFF, (byte)JpegMarker.Soi, 0xFF, ..];

    /// <summary>The upright picture.</summary>
    public RgbImage Decode()
    {
        _reader.Take(2);
        while (NextMarker() is { } marker && marker != JpegMarker.Eoi)
        {
            int start = _reader.Position - 2;
            ReadOnlySpan<byte> content = _reader.Take(Math.Max(_reader.UInt16BigEndian() - 2, 0));
            ReadSegment(marker, content, start);
        }

        JpegFrame frame = _frame ?? throw ImageFormatException.Damaged("JPEG", "no frame header before the end");
        foreach (JpegComponent component in frame.Components)
        {
            if (!component.HasData)
                throw ImageFormatException.Damaged("JPEG", $"the data of component {component.Id} are missing");
        }

        return _applicationData.Orientation.Apply(Compose(frame));
    }

    /// <summary>
    /// The next marker that stands before a segment or is EOI; anything else before it is skipped. A file may end without EOI when a
    /// sequential picture is complete.
    /// </summary>
    private JpegMarker? NextMarker()
    {
        int i = _reader.Position;
        for (; i + 1 < _data.Length; i++)
        {
            var marker = (JpegMarker)_data[i + 1];
            if (_data[i] != 0xFF || marker is <= JpegMarker.Tem or (>= JpegMarker.Rst0 and <= JpegMarker.Rst7) or (JpegMarker)0xFF)
                continue;
            _reader.MoveTo(i + 2);
            return marker;
        }

        if (_frame is { IsProgressive: false })
            return null;
        throw new ImageFormatException($"JPEG: the file ends at byte {_data.Length} without an end marker; it is truncated");
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
                _frame = JpegFrame.Read(content, marker, limits);
                break;
            case JpegMarker.Sos:
                ReadScan(content, start);
                break;
            case JpegMarker.Soi:
                throw ImageFormatException.Damaged("JPEG", $"a second start marker at byte {start}");
            case >= JpegMarker.Sof0 and <= JpegMarker.Sof15 and not JpegMarker.Jpg:
                throw new ImageFormatException(
                    $"JPEG: lossless, hierarchical or arithmetic coding (0xFF{(int)marker:X2}) is not supported; save as baseline JPEG");
            default:
                _applicationData.Read(marker, content);
                break;
        }
    }

    private void ReadScan(ReadOnlySpan<byte> header, int start)
    {
        JpegFrame frame = _frame ?? throw ImageFormatException.Damaged("JPEG", $"a scan before the frame header, at byte {start}");
        if (++_scans > limits.MaxScans)
            throw new ImageFormatException($"JPEG: more than {limits.MaxScans} scans; save it again or raise MaxScans");
        if (_scans == 1)
            frame.Allocate(_reader.Remaining);
        var scan = new ScanDecoder(frame, ScanHeader.Read(header, frame, _tables), _restartInterval);
        var bits = new BitReader(_data, _reader.Position);
        scan.Decode(ref bits);
        _reader.MoveTo(bits.Position);
    }

    private readonly RgbImage Compose(JpegFrame frame)
    {
        var upsamplers = new Upsampler[frame.Components.Length];
        for (int i = 0; i < upsamplers.Length; i++)
        {
            if (frame.IsProgressive)
                frame.Components[i].ReconstructAll();
            upsamplers[i] = Upsampler.Create(frame, frame.Components[i]);
        }

        JpegColorSpace space = _applicationData.ColorSpaceOf(frame);
        RgbImage image = RgbImage.Black(frame.Width, frame.Height);
        for (int y = 0; y < image.Height; y++)
            JpegColor.ConvertRow(space, upsamplers, y, image.MutableRow(y));
        return image;
    }
}
