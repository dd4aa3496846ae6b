using EdgeVision.Imaging.Bmp;
using EdgeVision.Imaging.Jpeg;
using EdgeVision.Imaging.Netpbm;
using EdgeVision.Imaging.Png;

namespace EdgeVision.Imaging;

/// <summary>
/// Reads pictures: JPEG (baseline and progressive Huffman, 8 bits), PNG, BMP and Netpbm (PBM, PGM, PPM). The first bytes tell the
/// format, file names do not matter.
/// </summary>
/// <remarks>
/// <para>
/// The result is always upright: an EXIF orientation in a JPEG or PNG is applied. It is always RGB: grey is repeated, palettes are
/// looked up, CMYK is converted without colour profiles, and an alpha channel is dropped, not composited, as by Pillow's
/// <c>convert("RGB")</c>. Of 16-bit samples the high byte is kept.
/// </para>
/// <para>A file that ends early or is damaged is refused; nothing is guessed. Bytes after the picture's end are ignored.</para>
/// </remarks>
public static class ImageFile
{
    private static readonly Lock Gate = new();

    /// <summary>Replaced, never changed, so that decoding takes no lock.</summary>
    private static IImageDecoder[] _registered = [];

    /// <summary>Adds a decoder for files that are in none of the formats above; earlier ones are asked first.</summary>
    /// <param name="decoder">The decoder; it stays for as long as the program runs.</param>
    public static void Register(IImageDecoder decoder)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        lock (Gate)
            Volatile.Write(ref _registered, [.. _registered, decoder]);
    }

    /// <summary>Reads and decodes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">What may be spent; <see cref="DecoderLimits.Default"/> when <see langword="null"/>.</param>
    /// <exception cref="ImageFormatException">Not a supported picture, damaged, or beyond the limits; it names the file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static RgbImage Load(string path, DecoderLimits? limits = null)
    {
        limits ??= DecoderLimits.Default;
        try
        {
            long length = new FileInfo(path).Length;
            limits.CheckFileLength(length);
            return Decode(length > 0 ? File.ReadAllBytes(path) : ReadStream(path, limits), limits);
        }
        catch (FileNotFoundException) when (Directory.Exists(path))
        {
            throw new ImageFormatException($"{path}: a folder; name the pictures in it");
        }
        catch (ImageFormatException e)
        {
            throw new ImageFormatException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Reads what has no length beforehand: a pipe or a device.</summary>
    private static byte[] ReadStream(string path, DecoderLimits limits)
    {
        using FileStream stream = File.OpenRead(path);
        using var content = new MemoryStream();
        var piece = new byte[1 << 16];
        for (int length; (length = stream.Read(piece)) > 0;)
        {
            limits.CheckFileLength(content.Length + length);
            content.Write(piece, 0, length);
        }

        return content.ToArray();
    }

    /// <summary>Decodes a file already in memory.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="limits">What may be spent; <see cref="DecoderLimits.Default"/> when <see langword="null"/>.</param>
    /// <exception cref="ImageFormatException">Not a supported picture, damaged, or beyond the limits.</exception>
    public static RgbImage Decode(ReadOnlySpan<byte> data, DecoderLimits? limits = null)
    {
        limits ??= DecoderLimits.Default;
        limits.CheckFileLength(data.Length);
        if (JpegReader.Recognizes(data))
            return JpegDecoder.Decode(data, limits);
        if (PngDecoder.Recognizes(data))
            return new PngDecoder(data, limits).Decode();
        if (BmpDecoder.Recognizes(data))
            return new BmpDecoder(data, limits).Decode();
        if (NetpbmDecoder.Recognizes(data))
            return new NetpbmDecoder(data, limits).Decode();
        foreach (IImageDecoder decoder in Volatile.Read(ref _registered))
        {
            if (decoder.Recognizes(data))
                return decoder.Decode(data, limits);
        }

        throw new ImageFormatException($"{UnsupportedFormat.Describe(data)}; convert it to JPEG or PNG");
    }
}
