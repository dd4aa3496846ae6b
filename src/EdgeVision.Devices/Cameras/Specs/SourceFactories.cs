using System.Text.RegularExpressions;
using EdgeVision.Devices.Cameras.Capture;
using EdgeVision.Devices.Cameras.Csi;
using EdgeVision.Devices.Cameras.Files;
using EdgeVision.Devices.Cameras.Simulation;
using EdgeVision.Devices.Cameras.Usb;
using EdgeVision.Imaging;

namespace EdgeVision.Devices.Cameras.Specs;

/// <summary>Turns the text of each kind of camera into what creates it.</summary>
internal static partial class SourceFactories
{
    /// <summary>The longest side that may be asked for.</summary>
    public const int LargestSide = 8192;

    public static Func<IFrameSource> Csi(SpecText spec)
    {
        var settings = new RpicamSettings
        {
            Camera = spec.NumberAsAddress(whenAbsent: 0, max: 9),
            Width = Even(spec, "width", 640),
            Height = Even(spec, "height", 480),
            Rate = spec.Rate("rate", 10, min: 0.1),
            View = spec.Choice("view", FieldOfView.Full, ("full", FieldOfView.Full), ("auto", FieldOfView.Automatic)),
            Mode = Mode(spec),
        };
        return () => OnLinux(spec, new RpicamSource(settings));
    }

    public static Func<IFrameSource> Usb(SpecText spec)
    {
        var settings = new V4l2Settings
        {
            Path = spec.Address.Length > 0 ? spec.Address : "/dev/video0",
            Width = spec.Integer("width", 640, 16, LargestSide),
            Height = spec.Integer("height", 480, 16, LargestSide),
            Rate = spec.Rate("rate", 10, min: 0.1),
            Format = spec.Choice<PixelFormat?>(
                "format",
                null,
                ("yuyv", PixelFormat.Yuyv),
                ("nv12", PixelFormat.Nv12),
                ("yuv420", PixelFormat.Yuv420),
                ("mjpeg", PixelFormat.Mjpeg)),
        };
        return () => Environment.Is64BitProcess
            ? OnLinux(spec, new V4l2Source(settings, new LinuxVideoKernel()))
            : throw new CameraException($"{spec.Kind}: needs a 64-bit system; install the 64-bit Raspberry Pi OS");
    }

    public static Func<IFrameSource> Images(SpecText spec)
    {
        var settings = new FolderSettings(spec.RequiredAddress("a folder: images:photos"), spec.Rate("rate", 2, min: 0), Loops(spec));
        return () => new FolderSource(settings);
    }

    public static Func<IFrameSource> Video(SpecText spec)
    {
        string file = spec.RequiredAddress("a file: video:door.mp4");
        double rate = spec.Rate("rate", -1, min: 0);
        var settings = new VideoSettings(file, rate < 0 ? null : rate, Loops(spec));
        return () => OnLinux(spec, new VideoSource(settings));
    }

    public static Func<IFrameSource> Raw(SpecText spec)
    {
        var settings = new RawSettings(spec.RequiredAddress("a named pipe or '-': raw:frames.pipe"), RawFormat(spec));
        return () => OnLinux(spec, new RawSource(settings));
    }

    public static Func<IFrameSource> Synthetic(SpecText spec)
    {
        spec.NoAddress();
        var settings = new SyntheticSettings(
            spec.Integer("width", 640, 1, LargestSide),
            spec.Integer("height", 480, 1, LargestSide),
            spec.Rate("rate", 10, min: 0),
            spec.Integer("frames", 0, 0, int.MaxValue),
            spec.Integer("seed", 1, 0, int.MaxValue));
        return () => new SyntheticSource(settings);
    }

    /// <summary>Refuses every other system.</summary>
    public static IFrameSource OnLinux(SpecText spec, IFrameSource source) => OperatingSystem.IsLinux()
        ? source
        : throw new CameraException($"{spec.Kind}: works on Linux only; here use images: or synthetic");

    private static FrameFormat? RawFormat(SpecText spec)
    {
        PixelFormat? pixels = spec.Choice<PixelFormat?>(
            "format",
            PixelFormat.Yuv420,
            ("yuv420", PixelFormat.Yuv420),
            ("nv12", PixelFormat.Nv12),
            ("yuyv", PixelFormat.Yuyv),
            ("rgb24", PixelFormat.Rgb24),
            ("y4m", null));
        if (pixels is not { } plain)
            return null;
        int width = spec.Integer("width", 640, 1, LargestSide);
        int height = spec.Integer("height", 480, 1, LargestSide);
        ColorRange range = spec.Choice("range", ColorRange.Full, ("full", ColorRange.Full), ("limited", ColorRange.Limited));
        int shortest = new FrameFormat(plain, width, height, range).Stride;
        return new FrameFormat(plain, width, height, spec.Integer("stride", shortest, shortest, 4 * LargestSide), range);
    }

    private static int Even(SpecText spec, string name, int whenAbsent)
    {
        int side = spec.Integer(name, whenAbsent, 16, LargestSide);
        return side % 2 == 0 ? side : throw spec.Wrong($"{name}={side} is odd; the camera program takes even sizes");
    }

    private static string? Mode(SpecText spec)
    {
        string? mode = spec.Take("mode");
        return mode is null || ModeSyntax().IsMatch(mode)
            ? mode
            : throw spec.Wrong($"mode={mode} is not WIDTH:HEIGHT[:BITS[:P or U]], as in mode=1640:1232:10:P");
    }

    private static bool Loops(SpecText spec) => spec.Choice("loop", false, ("yes", true), ("no", false));

    [GeneratedRegex(@"^\d{1,5}:\d{1,5}(:\d{1,2}(:[PU])?)?$")]
    private static partial Regex ModeSyntax();
}
