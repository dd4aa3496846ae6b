namespace EdgeVision.Imaging.Frames;

/// <summary>A frame as three values a pixel, wherever they stand in its bytes.</summary>
/// <param name="Width">Columns of pixels.</param>
/// <param name="Height">Rows of pixels.</param>
/// <param name="First">Red or luma.</param>
/// <param name="Second">Green or blue chroma.</param>
/// <param name="Third">Blue or red chroma.</param>
/// <param name="Matrix">What turns luma and chroma into colours; <see langword="null"/> where the values are colours.</param>
internal sealed record FrameLayout(
    int Width, int Height, PlaneLayout First, PlaneLayout Second, PlaneLayout Third, YuvMatrix? Matrix)
{
    /// <summary>Red, green, blue in turn, rows without padding.</summary>
    public static FrameLayout OfRgb(int width, int height) => OfRgb(width, height, 3 * width);

    /// <summary>The layout of an uncompressed format.</summary>
    public static FrameLayout Of(FrameFormat format)
    {
        int stride = format.Stride;
        int afterLuma = stride * format.Height;
        int chromaPlane = format.ChromaStride * FrameFormat.Half(format.Height);
        YuvMatrix matrix = YuvMatrix.Of(format.Range);
        return format.Pixels switch
        {
            PixelFormat.Rgb24 => OfRgb(format.Width, format.Height, stride),
            PixelFormat.Yuv420 => Yuv(
                Luma(step: 1),
                new PlaneLayout(afterLuma, format.ChromaStride, 1, Sampling.Half, Sampling.Half),
                new PlaneLayout(afterLuma + chromaPlane, format.ChromaStride, 1, Sampling.Half, Sampling.Half)),
            PixelFormat.Nv12 => Yuv(
                Luma(step: 1),
                new PlaneLayout(afterLuma, stride, 2, Sampling.Half, Sampling.Half),
                new PlaneLayout(afterLuma + 1, stride, 2, Sampling.Half, Sampling.Half)),
            PixelFormat.Yuyv => Yuv(
                Luma(step: 2),
                new PlaneLayout(1, stride, 4, Sampling.Half, Sampling.Each),
                new PlaneLayout(3, stride, 4, Sampling.Half, Sampling.Each)),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format.Pixels, "not an uncompressed format"),
        };

        PlaneLayout Luma(int step) => new(0, stride, step, Sampling.Each, Sampling.Each);

        FrameLayout Yuv(PlaneLayout luma, PlaneLayout blue, PlaneLayout red) =>
            new(format.Width, format.Height, luma, blue, red, matrix);
    }

    private static FrameLayout OfRgb(int width, int height, int stride)
    {
        return new(width, height, Colour(0), Colour(1), Colour(2), Matrix: null);

        PlaneLayout Colour(int offset) => new(offset, stride, 3, Sampling.Each, Sampling.Each);
    }
}
