using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace SixLabors.ImageSharp
{
    /// <summary>
    /// Knows one toy format: <c>TOY</c>, width, height, a digit of which <c>!</c> means "turn by half", and RGB bytes.
    /// </summary>
    public abstract class Image(int width, int height) : IDisposable
    {
        private const int HeaderBytes = 6;

        public int Width { get; } = width;

        public int Height { get; } = height;

        public static IImageFormat DetectFormat(ReadOnlySpan<byte> buffer) =>
            buffer.StartsWith("TOY"u8) ? new ToyFormat() : throw new UnknownImageFormatException("Image cannot be loaded.");

        public static ImageInfo Identify(ReadOnlySpan<byte> buffer) =>
            buffer.Length >= HeaderBytes ? new ImageInfo(buffer[3], buffer[4]) : throw new InvalidImageContentException("No header.\nNothing.");

        public static Image<TPixel> Load<TPixel>(DecoderOptions options, ReadOnlySpan<byte> buffer)
            where TPixel : unmanaged
        {
            ImageInfo size = Identify(buffer);
            if (options.MaxFrames != 1)
                throw new NotSupportedException("toys have one frame");
            return new Image<TPixel>(size.Width, size.Height, buffer[HeaderBytes..(HeaderBytes + size.Width * size.Height * 3)].ToArray(), buffer[5] == (byte)'!');
        }

        public void Dispose() => GC.SuppressFinalize(this);
    }

    public sealed class Image<TPixel> : Image, IImageProcessingContext
        where TPixel : unmanaged
    {
        private readonly byte[] _pixels;
        private readonly bool _turned;

        internal Image(int width, int height, byte[] pixels, bool turned)
            : base(width, height)
        {
            _pixels = pixels;
            _turned = turned;
        }

        public void CopyPixelDataTo(Span<byte> destination) => _pixels.CopyTo(destination);

        IImageProcessingContext IImageProcessingContext.AutoOrient()
        {
            if (_turned)
            {
                Rgb24[] pixels = [.. System.Runtime.InteropServices.MemoryMarshal.Cast<byte, Rgb24>(_pixels)];
                Array.Reverse(pixels);
                System.Runtime.InteropServices.MemoryMarshal.AsBytes<Rgb24>(pixels).CopyTo(_pixels);
            }

            return this;
        }
    }

    public class ImageInfo(int width, int height)
    {
        public int Width { get; } = width;

        public int Height { get; } = height;
    }

    public abstract class ImageFormatException(string message) : Exception(message);

    public sealed class UnknownImageFormatException(string message) : ImageFormatException(message);

    public sealed class InvalidImageContentException(string message) : ImageFormatException(message);
}

namespace SixLabors.ImageSharp.Formats
{
    public interface IImageFormat;

    public sealed class DecoderOptions
    {
        public uint MaxFrames { get; init; } = int.MaxValue;
    }

    internal sealed class ToyFormat : IImageFormat;
}

namespace SixLabors.ImageSharp.PixelFormats
{
    public readonly record struct Rgb24(byte R, byte G, byte B);
}

namespace SixLabors.ImageSharp.Processing
{
    public interface IImageProcessingContext
    {
        internal IImageProcessingContext AutoOrient();
    }

    public static class ProcessingExtensions
    {
        public static void Mutate<TPixel>(this Image<TPixel> source, Action<IImageProcessingContext> operation)
            where TPixel : unmanaged => operation(source);
    }

    public static class AutoOrientExtensions
    {
        public static IImageProcessingContext AutoOrient(this IImageProcessingContext source) => source.AutoOrient();
    }
}
