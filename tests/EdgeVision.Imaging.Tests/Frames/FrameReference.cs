using EdgeVision.Testing;

namespace EdgeVision.Imaging.Tests.Frames;

/// <summary>Reads frames as their definitions say, pixel by pixel, without any of the product's tables.</summary>
internal static class FrameReference
{
    public static byte[] Noise(FrameFormat format, uint seed = 1)
    {
        byte[] frame = new byte[format.Length];
        new Prng(seed).Fill(frame);
        return frame;
    }

    /// <summary>The three values of a pixel: colours, or luma, blue chroma, red chroma.</summary>
    public static (int First, int Second, int Third) Values(FrameFormat format, byte[] frame, int x, int y)
    {
        int stride = format.Stride;
        int luma = stride * format.Height;
        int chromaStride = (stride + 1) / 2;
        int chromaRows = (format.Height + 1) / 2;
        int pair = (y * stride) + (x / 2 * 4);
        int nv = luma + (y / 2 * stride) + (x / 2 * 2);
        int planar = luma + (y / 2 * chromaStride) + (x / 2);
        return format.Pixels switch
        {
            PixelFormat.Rgb24 => (frame[(y * stride) + (3 * x)], frame[(y * stride) + (3 * x) + 1], frame[(y * stride) + (3 * x) + 2]),
            PixelFormat.Yuv420 => (frame[(y * stride) + x], frame[planar], frame[planar + (chromaStride * chromaRows)]),
            PixelFormat.Nv12 => (frame[(y * stride) + x], frame[nv], frame[nv + 1]),
            PixelFormat.Yuyv => (frame[pair + (x % 2 * 2)], frame[pair + 1], frame[pair + 3]),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
    }

    /// <summary>The picture after the documented integer formula.</summary>
    public static RgbImage ToRgb(FrameFormat format, byte[] frame)
    {
        byte[] pixels = new byte[format.Width * format.Height * 3];
        for (int i = 0; i < pixels.Length; i += 3)
        {
            (int a, int b, int c) = Values(format, frame, i / 3 % format.Width, i / 3 / format.Width);
            if (format.Pixels == PixelFormat.Rgb24)
                (pixels[i], pixels[i + 1], pixels[i + 2]) = ((byte)a, (byte)b, (byte)c);
            else
                (pixels[i], pixels[i + 1], pixels[i + 2]) = Documented(format.Range, a, b - 128, c - 128);
        }

        return new RgbImage(format.Width, format.Height, pixels);
    }

    /// <summary>The colours of ITU-R BT.601 in real numbers, clamped to what a screen shows.</summary>
    public static double[] Exact(ColorRange range, double y, double cb, double cr)
    {
        if (range == ColorRange.Limited)
            (y, cb, cr) = ((y - 16) * 255 / 219, cb * 255 / 224, cr * 255 / 224);
        double red = y + (1.402 * cr);
        double blue = y + (1.772 * cb);
        double green = (y - (0.299 * red) - (0.114 * blue)) / 0.587;
        return [Math.Clamp(red, 0, 255), Math.Clamp(green, 0, 255), Math.Clamp(blue, 0, 255)];
    }

    private static (byte Red, byte Green, byte Blue) Documented(ColorRange range, int y, int cb, int cr) => range == ColorRange.Full
        ? (Divide((65536 * y) + (91881 * cr)), Divide((65536 * y) - (22554 * cb) - (46802 * cr)), Divide((65536 * y) + (116130 * cb)))
        : (Divide((76309 * (y - 16)) + (104597 * cr)),
            Divide((76309 * (y - 16)) - (25675 * cb) - (53279 * cr)),
            Divide((76309 * (y - 16)) + (132201 * cb)));

    private static byte Divide(int sum) => (byte)Math.Clamp(Math.Floor((sum + 32768) / 65536.0), 0, 255);
}
