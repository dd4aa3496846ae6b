using System.Text;
using EdgeVision.Imaging;

namespace EdgeVision.Devices.Cameras.Usb;

/// <summary>V4L2's four-letter codes of the formats that can be used, and which is asked for first.</summary>
internal static class V4l2PixelFormats
{
    /// <summary>Above this size uncompressed frames overfill USB 2, and cameras lower their rate.</summary>
    private const int LargestUncompressed = 640 * 480;

    private static readonly (PixelFormat Format, uint Code)[] Uncompressed =
    [
        (PixelFormat.Yuyv, Code("YUYV")), (PixelFormat.Nv12, Code("NV12")), (PixelFormat.Yuv420, Code("YU12")),
    ];

    private static readonly (PixelFormat Format, uint Code)[] Compressed =
    [
        (PixelFormat.Mjpeg, Code("MJPG")), (PixelFormat.Mjpeg, Code("JPEG")),
    ];

    /// <summary>What to ask for, one after the other: small frames uncompressed, which costs no decoding, large ones as MJPEG.</summary>
    public static IEnumerable<(PixelFormat Format, uint Code)> InOrder(V4l2Settings settings)
    {
        IEnumerable<(PixelFormat Format, uint Code)> all = settings.Width * settings.Height <= LargestUncompressed
            ? [.. Uncompressed, .. Compressed]
            : [.. Compressed, .. Uncompressed];
        return settings.Format is { } only ? all.Where(known => known.Format == only) : all;
    }

    /// <summary>A code's four letters.</summary>
    public static string Name(uint code) => Encoding.ASCII.GetString(BitConverter.GetBytes(code)).TrimEnd('\0', ' ');

    private static uint Code(string letters) => BitConverter.ToUInt32(Encoding.ASCII.GetBytes(letters));
}
