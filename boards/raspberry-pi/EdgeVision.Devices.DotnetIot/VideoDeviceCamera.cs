using EdgeVision.Devices.Cameras.Specs;
using Iot.Device.Media;

namespace EdgeVision.Devices.DotnetIot;

/// <summary>The camera kind <c>videodevice:NUMBER</c>: a USB camera through .NET's <see cref="VideoDevice"/>.</summary>
/// <remarks>
/// Not the default: the library ignores failed requests to the kernel, a size that the camera replaced by its own, and marks of damaged
/// frames, has no frame rate and cannot run under Native AOT. <c>usb</c> checks every request.
/// </remarks>
public static class VideoDeviceCamera
{
    /// <summary>The kind's name.</summary>
    public const string Kind = "videodevice";

    private const int LargestNumber = 255;

    /// <summary>Adds the kind to those that <see cref="Cameras.CameraSpec"/> understands; call it once, before the program starts.</summary>
    /// <exception cref="ArgumentException">It has been called before.</exception>
    public static void Register() => CameraKinds.Register(Kind, $"{Kind}[:NUMBER]", spec =>
    {
        var settings = new VideoDeviceSettings(
            spec.NumberAsAddress(whenAbsent: 0, LargestNumber),
            spec.Integer("width", 640, 16, SourceFactories.LargestSide),
            spec.Integer("height", 480, 16, SourceFactories.LargestSide));
        return () => SourceFactories.OnLinux(spec, new VideoDeviceSource(settings, VideoDevice.Create));
    });
}
