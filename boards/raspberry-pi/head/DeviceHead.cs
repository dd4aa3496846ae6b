using EdgeVision.App;
using EdgeVision.Devices.DotnetIot;
using EdgeVision.Devices.Pins;
using EdgeVision.Imaging;
using EdgeVision.Imaging.ImageSharp;

namespace EdgeVision.Head;

/// <summary>
/// The <c>edgevision</c> program for the device: with pins and a camera through .NET's device libraries and with every image format of
/// ImageSharp.
/// </summary>
internal static class DeviceHead
{
    public static int Main(string[] args)
    {
        Register();
        return Program.Main(args);
    }

    internal static void Register()
    {
        PinBackends.Register("gpiocontroller", GpioControllerBackends.OverCharacterDevice);
        PinBackends.Register("libgpiod", GpioControllerBackends.OverLibGpiod);
        VideoDeviceCamera.Register();
        ImageFile.Register(new ImageSharpDecoder());
    }
}
