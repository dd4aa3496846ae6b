namespace EdgeVision.Imaging;

/// <summary>
/// A picture of 8-bit red, green, blue samples (RGB24): row-major, top row first, three bytes a pixel, no padding between rows.
/// </summary>
public sealed class RgbImage
{
    /// <summary>Wraps <paramref name="pixels"/> without copying them.</summary>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="pixels">Exactly <c>width · height · 3</c> bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1.</exception>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> has another length.</exception>
    public RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.LongLength != 3L * width * height)
            throw new ArgumentException($"{width}x{height} RGB needs {3L * width * height} bytes, not {pixels.LongLength}", nameof(pixels));
        Width = width;
        Height = height;
        Pixels = pixels;
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>All samples: pixel (x, y) starts at <c>(y · Width + x) · 3</c>, in the order red, green, blue.</summary>
    public byte[] Pixels { get; }

    /// <summary>The <c>Width · 3</c> bytes of row <paramref name="y"/>.</summary>
    /// <param name="y">0 … <see cref="Height"/> − 1, counted from the top.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<byte> Row(int y) => MutableRow(y);

    /// <summary><see cref="Row"/>, for writing.</summary>
    internal Span<byte> MutableRow(int y)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Height, nameof(y));
        return Pixels.AsSpan(y * Width * 3, Width * 3);
    }

    /// <summary>A black picture whose size the decoder's limits have already admitted.</summary>
    internal static RgbImage Black(int width, int height) => new(width, height, new byte[width * height * 3]);
}
