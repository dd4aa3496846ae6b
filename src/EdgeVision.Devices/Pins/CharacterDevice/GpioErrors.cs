using EdgeVision.Devices.Linux;

namespace EdgeVision.Devices.Pins.CharacterDevice;

/// <summary>Turns error numbers into one line that says what to do.</summary>
internal static class GpioErrors
{
    public static PinPermissionException MayNotOpen(string path) =>
        new($"this user may not open {path}; add them to the group gpio (sudo usermod -aG gpio $USER) and log in again, "
            + $"or in a service set SupplementaryGroups=gpio and DeviceAllow={path} rw");

    public static PinException Of(int result, string what, string chip)
    {
        string reason = -result switch
        {
            Errno.NotPermitted =>
                "the kernel does not permit it; another driver may own the pin, see 'edgevision pins' and the overlays in config.txt",
            Errno.NoDevice => "the chip is gone; was its driver unloaded or its board unplugged? start again when it is back",
            _ => LibC.Message(result),
        };
        return new PinException($"{chip}: {what}: {reason}");
    }
}
