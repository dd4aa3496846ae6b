using EdgeVision.Devices.Linux;

namespace EdgeVision.Devices.Cameras.Usb;

/// <summary>Turns error numbers into one line that says what to do.</summary>
internal static class V4l2Errors
{
    public static CameraException Of(string path, string what, int result) => new(
        $"USB camera {path}: " + -result switch
        {
            Errno.NoEntry => $"there is no such device; {Others()}",
            Errno.AccessDenied or Errno.NotPermitted =>
                "this user may not open it; run 'sudo usermod -aG video $USER' and log in again, or in a service set SupplementaryGroups=video",
            Errno.Busy => $"another program uses it; 'fuser -v {path}' says which",
            Errno.NoDevice or Errno.NoSuchDevice => "it was unplugged; plug it in again",
            Errno.NoSpace => "the USB bus has no room for its data; ask for a smaller size or rate, or use another port",
            _ => $"{what}: {LibC.Message(result)}",
        });

    private static string Others()
    {
        string[] devices = Directory.Exists("/dev") ? Directory.GetFiles("/dev", "video*") : [];
        Array.Sort(devices, StringComparer.Ordinal);
        return devices.Length > 0 ? $"there are {string.Join(", ", devices)}" : "no camera is plugged in (there is no /dev/video*)";
    }
}
