namespace EdgeVision.Imaging;

/// <summary>Decodes a format that <see cref="ImageFile"/> does not know by itself; see <see cref="ImageFile.Register"/>.</summary>
public interface IImageDecoder
{
    /// <summary>Whether a file may be of this decoder's format, told by its first bytes; it may be called by several threads.</summary>
    /// <param name="data">The whole file.</param>
    bool Recognizes(ReadOnlySpan<byte> data);

    /// <summary>Decodes a file, upright and as RGB, as <see cref="ImageFile"/> describes; it may be called by several threads.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="limits">What may be spent.</param>
    /// <exception cref="ImageFormatException">The file is damaged or beyond the limits.</exception>
    RgbImage Decode(ReadOnlySpan<byte> data, DecoderLimits limits);
}
