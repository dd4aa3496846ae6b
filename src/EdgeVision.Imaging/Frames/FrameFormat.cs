namespace EdgeVision.Imaging;

/// <summary>The size and the layout of a camera's frames. Two formats are equal when all their properties are.</summary>
public sealed record FrameFormat
{
    /// <summary>The longest side.</summary>
    public const int LargestSide = 16384;

    /// <summary>Rows without padding.</summary>
    /// <param name="pixels">How pixels are stored.</param>
    /// <param name="width">Columns, 1 … <see cref="LargestSide"/>.</param>
    /// <param name="height">Rows, 1 … <see cref="LargestSide"/>.</param>
    /// <param name="range">The meaning of YUV values; without meaning for <see cref="PixelFormat.Rgb24"/> and MJPEG (always full).</param>
    /// <exception cref="ArgumentOutOfRangeException">A side or an enumeration's value is outside its range.</exception>
    public FrameFormat(PixelFormat pixels, int width, int height, ColorRange range = ColorRange.Full)
        : this(pixels, width, height, ShortestStride(pixels, width), range)
    {
    }

    /// <summary>Rows with padding.</summary>
    /// <param name="pixels">How pixels are stored.</param>
    /// <param name="width">Columns, 1 … <see cref="LargestSide"/>.</param>
    /// <param name="height">Rows, 1 … <see cref="LargestSide"/>.</param>
    /// <param name="stride">
    /// Bytes from a row to the next one (of luma, where there are planes): at least a row's own, at most 8 · <see cref="LargestSide"/>;
    /// 0 for MJPEG.
    /// </param>
    /// <param name="range">The meaning of YUV values; without meaning for <see cref="PixelFormat.Rgb24"/> and MJPEG (always full).</param>
    /// <exception cref="ArgumentOutOfRangeException">A side, the stride or an enumeration's value is outside its range.</exception>
    public FrameFormat(PixelFormat pixels, int width, int height, int stride, ColorRange range)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, LargestSide);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, LargestSide);
        int shortest = ShortestStride(pixels, width);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, shortest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stride, shortest == 0 ? 0 : 8 * LargestSide);
        if (!Enum.IsDefined(range))
            throw new ArgumentOutOfRangeException(nameof(range), range, "not a colour range");
        Pixels = pixels;
        Width = width;
        Height = height;
        Stride = stride;
        Range = range;
        long length = (long)stride * height;
        length += pixels switch
        {
            PixelFormat.Yuv420 => 2L * ChromaStride * Half(height),
            PixelFormat.Nv12 => (long)stride * Half(height),
            _ => 0,
        };
        if (length > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(stride), stride, "a frame would not fit into an array");
        Length = (int)length;
    }

    /// <summary>How pixels are stored.</summary>
    public PixelFormat Pixels { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Bytes from a row to the next one (of luma, where there are planes); 0 for MJPEG.</summary>
    public int Stride { get; }

    /// <summary>The meaning of YUV values.</summary>
    public ColorRange Range { get; }

    /// <summary>Bytes of each frame, all padding included; 0 for MJPEG, whose frames differ.</summary>
    public int Length { get; }

    /// <summary>Bytes from a row of a chroma plane of <see cref="PixelFormat.Yuv420"/> to the next one.</summary>
    internal int ChromaStride => Half(Stride);

    /// <summary>For example <c>yuv420 640x480</c>.</summary>
    public override string ToString() => $"{Pixels.ToString().ToLowerInvariant()} {Width}x{Height}";

    /// <summary>Half, rounded up.</summary>
    internal static int Half(int length) => (length + 1) / 2;

    private static int ShortestStride(PixelFormat pixels, int width) => pixels switch
    {
        PixelFormat.Rgb24 => 3 * width,
        PixelFormat.Yuv420 => width,
        PixelFormat.Nv12 => 2 * Half(width),
        PixelFormat.Yuyv => 4 * Half(width),
        PixelFormat.Mjpeg => 0,
        _ => throw new ArgumentOutOfRangeException(nameof(pixels), pixels, "not a pixel format"),
    };
}
