namespace EdgeVision.Imaging;

/// <summary>How a frame stores its pixels; the names are those of V4L2 and FFmpeg.</summary>
public enum PixelFormat
{
    /// <summary>Three bytes a pixel: red, green, blue.</summary>
    Rgb24,

    /// <summary>
    /// Three planes ("I420", yuv420p): luma, then blue and red chroma at half the width and height, rounded up. A chroma row takes half
    /// the stride of a luma row, rounded up.
    /// </summary>
    Yuv420,

    /// <summary>
    /// Two planes: luma, then blue and red chroma in turn at half the width and height; rows of both have the same stride.
    /// </summary>
    Nv12,

    /// <summary>Two pixels in four bytes: luma, blue chroma, luma, red chroma ("YUY2", YUV 4:2:2 packed).</summary>
    Yuyv,

    /// <summary>One JPEG picture a frame (Motion JPEG); frames may leave out the usual Huffman tables.</summary>
    Mjpeg,
}
