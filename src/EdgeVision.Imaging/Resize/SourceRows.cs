namespace EdgeVision.Imaging.Resize;

/// <summary>The rows of a picture's cropped part, in colour or grey.</summary>
internal sealed class SourceRows(CropRegion crop, int channels)
{
    private readonly byte[] _grey = channels == 1 ? new byte[crop.Width] : [];

    /// <summary>Columns of the part.</summary>
    public int Width => crop.Width;

    /// <summary>Rows of the part.</summary>
    public int Height => crop.Height;

    /// <summary>Interleaved values of a pixel: 3, or 1 for grey.</summary>
    public int Channels => channels;

    /// <summary>Row <paramref name="y"/> of the part, valid until the next call.</summary>
    public ReadOnlySpan<byte> Row(RgbImage image, int y)
    {
        ReadOnlySpan<byte> rgb = image.Row(crop.Y + y).Slice(crop.X * 3, crop.Width * 3);
        if (channels == 3)
            return rgb;
        for (int x = 0; x < _grey.Length; x++)
            _grey[x] = (byte)(((19595 * rgb[3 * x]) + (38470 * rgb[(3 * x) + 1]) + (7471 * rgb[(3 * x) + 2]) + 32768) >> 16);
        return _grey;
    }
}
