using EdgeVision.Imaging;

namespace EdgeVision.Devices.Cameras.Usb;

/// <summary>What is asked of a V4L2 camera.</summary>
internal sealed record V4l2Settings
{
    /// <summary>The device file.</summary>
    public required string Path { get; init; }

    /// <summary>Columns wanted; the camera may give others.</summary>
    public int Width { get; init; } = 640;

    /// <summary>Rows wanted; the camera may give others.</summary>
    public int Height { get; init; } = 480;

    /// <summary>Frames a second wanted; the camera may give others.</summary>
    public double Rate { get; init; } = 10;

    /// <summary>The pixel format; <see langword="null"/> to choose one.</summary>
    public PixelFormat? Format { get; init; }

    /// <summary>The longest time without a frame.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromSeconds(5);
}
