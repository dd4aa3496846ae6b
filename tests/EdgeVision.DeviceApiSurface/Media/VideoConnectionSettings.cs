namespace Iot.Device.Media;

public class VideoConnectionSettings(int busId, (uint Width, uint Height) captureSize, VideoPixelFormat pixelFormat = VideoPixelFormat.YUYV)
{
    public int BusId { get; } = busId;

    public (uint Width, uint Height) CaptureSize { get; set; } = captureSize;

    public VideoPixelFormat PixelFormat { get; set; } = pixelFormat;
}

public enum VideoPixelFormat : uint
{
    /// <summary>The kernel's four-letter code.</summary>
    YUYV = 'Y' | ('U' << 8) | ('Y' << 16) | ((uint)'V' << 24),
}
