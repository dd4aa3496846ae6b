using EdgeVision.Imaging.Frames;

namespace EdgeVision.Imaging.Jpeg;

/// <summary>
/// Decodes the pictures of a Motion JPEG stream to planes, in memory that is kept from frame to frame, and if wanted at a half, a quarter
/// or an eighth of their size, which saves most of the transform's time.
/// </summary>
internal sealed class JpegFrameDecoder
{
    private readonly FrameFormat _format;
    private readonly JpegReader _reader;
    private JpegFrame? _laidOut;
    private JpegColorSpace _colorSpace;

    /// <param name="format">The size that frames must have.</param>
    /// <param name="blockSide">Eighths of that size to decode: 1, 2, 4 or 8.</param>
    public JpegFrameDecoder(FrameFormat format, int blockSide)
    {
        _format = format;
        var limits = new DecoderLimits { MaxPixels = (long)format.Width * format.Height };
        _reader = new JpegReader(limits, blockSide);
    }

    /// <summary>Where the decoded frame's values stand in <see cref="Samples"/>: the same object as long as that does not change.</summary>
    public FrameLayout? Layout { get; private set; }

    /// <summary>The decoded frame's values, until the next one is decoded.</summary>
    public ReadOnlySpan<byte> Samples => _laidOut!.Samples;

    /// <summary>Decodes one frame.</summary>
    /// <exception cref="ImageFormatException">It is damaged, is no JPEG picture of the wanted size, or is not made for screens.</exception>
    public void Decode(ReadOnlySpan<byte> data)
    {
        JpegFrame frame = _reader.Read(data);
        if (frame.FullWidth != _format.Width || frame.FullHeight != _format.Height)
            throw new ImageFormatException($"JPEG: the frame has {frame.FullWidth}x{frame.FullHeight} pixels, announced were {_format.Width}x{_format.Height}");
        JpegColorSpace colorSpace = _reader.ApplicationData.ColorSpaceOf(frame);
        if (frame == _laidOut && colorSpace == _colorSpace)
            return;
        Layout = LayOut(frame, colorSpace);
        _laidOut = frame;
        _colorSpace = colorSpace;
    }

    private static FrameLayout LayOut(JpegFrame frame, JpegColorSpace colorSpace)
    {
        PlaneLayout[] planes = Array.ConvertAll(frame.Components, component => new PlaneLayout(
            component.FirstSample,
            component.Stride,
            Step: 1,
            new Sampling(component.Horizontal * component.Side, frame.MaxHorizontal * frame.BlockSide),
            new Sampling(component.Vertical * component.Side, frame.MaxVertical * frame.BlockSide)));
        return colorSpace switch
        {
            JpegColorSpace.Grey => new(frame.Width, frame.Height, planes[0], planes[0], planes[0], Matrix: null),
            JpegColorSpace.Rgb => new(frame.Width, frame.Height, planes[0], planes[1], planes[2], Matrix: null),
            JpegColorSpace.YCbCr => new(frame.Width, frame.Height, planes[0], planes[1], planes[2], YuvMatrix.Full),
            _ => throw new ImageFormatException("JPEG: a video of printing inks (CMYK) is not supported"),
        };
    }
}
