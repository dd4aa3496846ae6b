using EdgeVision.App;
using EdgeVision.Devices.DotnetIot;
using EdgeVision.Devices.Pins;
using EdgeVision.Imaging;
using EdgeVision.Imaging.ImageSharp;

namespace EdgeVision.Head;

/// <summary>
/// The <c>edgevision</c> program for the device: with pins through .NET's GPIO library and with every image format of ImageSharp.
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
        ImageFile.Register(new ImageSharpDecoder());
    }
}
