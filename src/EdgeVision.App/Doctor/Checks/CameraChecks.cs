using System.Text.RegularExpressions;
using EdgeVision.Devices.Health;

namespace EdgeVision.App.Doctor.Checks;

/// <summary>Are there cameras, and may this user use them? Nothing is switched on.</summary>
internal static partial class CameraChecks
{
    private const string Area = "camera";
    private const string Video4Linux = "/sys/class/video4linux";

    public static IEnumerable<Finding> Run(DoctorContext context)
    {
        bool usesCsi = context.UsesCamera("csi"), usesUsb = context.UsesCamera("usb");
        if (usesCsi || (context.Camera is null && context.HasPins))
        {
            foreach (Finding finding in Csi(context, usesCsi))
                yield return finding;
        }

        if (usesUsb || context.Camera is null)
        {
            foreach (Finding finding in Video(context, usesUsb))
                yield return finding;
        }
    }

    private static IEnumerable<Finding> Csi(DoctorContext context, bool used)
    {
        CheckState severity = used ? CheckState.Problem : CheckState.Note;
        yield return context.Root.FindProgram("rpicam-vid", "libcamera-vid") is { } program
            ? Finding.Ok(Area, "program", program)
            : new Finding(Area, "program", severity, "neither rpicam-vid nor libcamera-vid is on PATH",
                "for a CSI camera: sudo apt install rpicam-apps-lite");
        string[] sensors = [.. context.Root.Entries(Video4Linux).Select(entry =>
            context.Root.ReadText($"{Video4Linux}/{entry}/name") ?? "").Where(name => Sensor().IsMatch(name))];
        yield return sensors.Length > 0
            ? Finding.Ok(Area, "CSI sensor", string.Join(", ", sensors))
            : new Finding(Area, "CSI sensor", severity, "the kernel sees none",
                "switch off, seat the cable at both ends (contacts to the right side), and check camera_auto_detect=1 or the sensor's dtoverlay= in /boot/firmware/config.txt");
        if (sensors.Length == 0)
            yield break;
        IEnumerable<(string Path, string Class)> nodes =
        [
            .. DeviceNode.Numbered(context.Root, "media").Select(node => (node, "char-media")),
            .. context.Root.Entries("/dev/dma_heap").Where(name => name is "linux,cma" or "vidbuf_cached")
                .Select(name => ($"/dev/dma_heap/{name}", "char-dma_heap")),
        ];
        foreach ((string path, string deviceClass) in nodes)
        {
            if (DeviceNode.Trouble(context, Area, path, "video", deviceClass) is { } trouble)
                yield return trouble;
        }
    }

    private static IEnumerable<Finding> Video(DoctorContext context, bool used)
    {
        IReadOnlyList<string> nodes = DeviceNode.Numbered(context.Root, "video");
        if (nodes.Count > 0)
        {
            yield return Finding.Ok(Area, "video nodes", Describe(context.Root, nodes));
        }
        else
        {
            yield return new Finding(Area, "video nodes", used ? CheckState.Problem : CheckState.Note, "there is no /dev/video*",
                "for a USB camera: plug it in; 'dmesg' and 'lsusb' say whether the kernel sees it");
        }

        foreach (string node in nodes)
        {
            if (DeviceNode.Trouble(context, Area, node, "video", "char-video4linux") is { } trouble)
            {
                yield return trouble;
                yield break; // they are all alike
            }
        }
    }

    /// <summary>Names of nodes, those of one device together: a Raspberry Pi has a dozen for its codecs.</summary>
    private static string Describe(SystemRoot root, IReadOnlyList<string> nodes)
    {
        IEnumerable<IGrouping<string, string>> devices = nodes.Select(node => node["/dev/".Length..])
            .GroupBy(node => root.ReadText($"{Video4Linux}/{node}/name") ?? "no name");
        return string.Join(", ",
            devices.Select(device =>
            $"{device.Key} ({(device.Count() <= 2 ? string.Join(", ", device) : $"{device.First()} ... {device.Last()}")})"));
    }

    /// <summary>A subdevice on an I²C bus, such as <c>imx219 10-0010</c>; lens motors are called <c>dw...</c> or <c>ak...</c>.</summary>
    [GeneratedRegex(@"^(?!dw\d|ak\d)[a-z]+\d+\w* \d+-[0-9a-f]{4}$")]
    private static partial Regex Sensor();
}
