using System.Globalization;
using EdgeVision.Imaging;

namespace EdgeVision.Devices.Cameras.Csi;

/// <summary>How <c>rpicam-vid</c> is called and what it then writes.</summary>
internal static class RpicamCommand
{
    /// <summary>Rows are padded so that each starts at a multiple of so many pixels.</summary>
    private const int RowAlignment = 64;

    /// <summary>Full-range BT.601 in padded planes.</summary>
    public static FrameFormat Format(RpicamSettings settings)
    {
        int stride = (settings.Width + RowAlignment - 1) / RowAlignment * RowAlignment;
        return new FrameFormat(PixelFormat.Yuv420, settings.Width, settings.Height, stride, ColorRange.Full);
    }

    /// <summary>Endless frames on standard output, nothing else on it, no preview window, no delay by buffers.</summary>
    public static IEnumerable<string> Arguments(RpicamSettings settings, string? mode)
    {
        IEnumerable<string> arguments =
        [
            "-n", "--verbose", "0", "-t", "0", "--flush", "--codec", "yuv420",
            "--camera", Number(settings.Camera), "--width", Number(settings.Width), "--height", Number(settings.Height),
            "--framerate", settings.Rate.ToString(CultureInfo.InvariantCulture),
        ];
        return mode is null ? [.. arguments, "-o", "-"] : [.. arguments, "--mode", mode, "-o", "-"];
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
