using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace EdgeVision.Imaging.ImageSharp;

/// <summary>Decodes what ImageSharp knows and EdgeVision does not: WebP, GIF, TIFF, TGA and others; of several frames the first.</summary>
public sealed class ImageSharpDecoder : IImageDecoder
{
    private static readonly DecoderOptions FirstFrame = new() { MaxFrames = 1 };

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> data)
    {
        try
        {
            _ = Image.DetectFormat(data);
            return true;
        }
        catch (UnknownImageFormatException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public RgbImage Decode(ReadOnlySpan<byte> data, DecoderLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        try
        {
            ImageInfo size = Image.Identify(data);
            if ((long)size.Width * size.Height > limits.MaxPixels)
            {
                throw new ImageFormatException(
                    $"{size.Width}x{size.Height} is more than the {limits.MaxPixels:N0} pixels allowed; shrink the picture or raise MaxPixels");
            }

            using Image<Rgb24> image = Image.Load<Rgb24>(FirstFrame, data);
            image.Mutate(operations => operations.AutoOrient());
            var pixels = new byte[image.Width * image.Height * 3];
            image.CopyPixelDataTo(pixels);
            return new RgbImage(image.Width, image.Height, pixels);
        }
        catch (Exception failure) when (failure is not ImageFormatException and not OutOfMemoryException)
        {
            // ImageSharp's decoders have many exceptions for damaged files, not all of them its own.
            string reason = failure.Message.ReplaceLineEndings(" ");
            throw new ImageFormatException($"ImageSharp cannot decode it: {reason}; the file is truncated or damaged", failure);
        }
    }
}
