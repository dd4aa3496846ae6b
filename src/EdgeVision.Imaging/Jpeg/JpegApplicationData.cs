using EdgeVision.Imaging.Exif;

namespace EdgeVision.Imaging.Jpeg;

/// <summary>What JFIF, Adobe and EXIF segments say about a picture.</summary>
internal sealed class JpegApplicationData
{
    private bool _isJfif;
    private int? _adobeTransform;

    /// <summary>EXIF's orientation.</summary>
    public Orientation Orientation { get; private set; } = Orientation.Upright;

    /// <summary>Forgets the picture before.</summary>
    public void Forget()
    {
        _isJfif = false;
        _adobeTransform = null;
        Orientation = Orientation.Upright;
    }

    /// <summary>Takes note of a segment; unknown ones are ignored.</summary>
    public void Read(JpegMarker marker, ReadOnlySpan<byte> content)
    {
        if (marker == JpegMarker.App0 && content.StartsWith("JFIF\0"u8))
            _isJfif = true;
        else if (marker == JpegMarker.App1 && content.StartsWith("Exif\0\0"u8))
            Orientation = ExifReader.Orientation(content[6..]);
        else if (marker == JpegMarker.App14 && content.StartsWith("Adobe"u8) && content.Length >= 12)
            _adobeTransform = content[11];
    }

    /// <summary>What the components mean. JFIF decides before Adobe, Adobe before the components' names.</summary>
    public JpegColorSpace ColorSpaceOf(JpegFrame frame)
    {
        if (frame.Components.Length == 1)
            return JpegColorSpace.Grey;
        if (frame.Components.Length == 4)
            return _adobeTransform == 2 ? JpegColorSpace.Ycck : JpegColorSpace.Cmyk;
        if (_isJfif)
            return JpegColorSpace.YCbCr;
        if (_adobeTransform is { } transform)
            return transform == 0 ? JpegColorSpace.Rgb : JpegColorSpace.YCbCr;
        return (frame.Components[0].Id, frame.Components[1].Id, frame.Components[2].Id) == ('R', 'G', 'B')
            ? JpegColorSpace.Rgb
            : JpegColorSpace.YCbCr;
    }
}
