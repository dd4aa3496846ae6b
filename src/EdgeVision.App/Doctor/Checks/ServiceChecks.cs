using System.Globalization;
using EdgeVision.Devices.Health;

namespace EdgeVision.App.Doctor.Checks;

/// <summary>Will the program be started with the machine, and again after a failure?</summary>
internal static class ServiceChecks
{
    private const string Area = "service";
    private const string Unit = "edgevision.service";
    private static readonly string[] UnitFolders =
        ["/etc/systemd/system", "/run/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"];

    public static IEnumerable<Finding> Run(DoctorContext context)
    {
        SystemRoot root = context.Root;
        if (!root.Exists("/run/systemd/system"))
            yield break;
        string? file = UnitFolders.Select(folder => $"{folder}/{Unit}").FirstOrDefault(root.Exists);
        if (file is null)
        {
            yield return Finding.Note(Area, "unit", $"{Unit} is not installed",
                "to start with the machine, install it with firmware-tools/deploy/deploy");
        }
        else
        {
            yield return Enabled(root, file);
            yield return root.Exists($"/sys/fs/cgroup/system.slice/{Unit}")
                ? Finding.Ok(Area, "active", "it runs")
                : Finding.Note(Area, "active", "it does not run", $"sudo systemctl start {Unit}; 'journalctl -u {Unit}' says why it ended");
            yield return Watchdog(root, file);
        }

        if (context.Machine.InService)
            yield return Notification(root, file);
    }

    private static Finding Enabled(SystemRoot root, string file)
    {
        bool enabled = root.Entries("/etc/systemd/system").Where(name => name.EndsWith(".wants", StringComparison.Ordinal))
            .Any(folder => root.Entries($"/etc/systemd/system/{folder}").Contains(Unit));
        return enabled
            ? Finding.Ok(Area, "unit", $"{file}, enabled")
            : Finding.Warning(Area, "unit", $"{file} is not enabled: nothing starts it with the machine",
            $"sudo systemctl enable {Unit}");
    }

    private static Finding Watchdog(SystemRoot root, string file)
    {
        const string Key = "WatchdogSec=";
        string? value = Setting(root, file, Key);
        return string.IsNullOrEmpty(value) || value == "0"
            ? Finding.Warning(Area, "watchdog", "the unit has none: a program that hangs stays so",
                $"add {Key}15 to the section [Service] of {file}, then sudo systemctl daemon-reload")
            : Finding.Ok(Area, "watchdog",
                $"restarted after {(char.IsAsciiDigit(value[^1]) ? $"{value} s" : value)} without a sign of life");
    }

    private static string? Setting(SystemRoot root, string file, string key) =>
        (root.ReadText(file) ?? "").Split('\n').LastOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?[key.Length..].Trim();

    /// <summary>What the environment of a service says; the doctor may run in the unit itself.</summary>
    private static Finding Notification(SystemRoot root, string? file)
    {
        const string Name = "inside";
        if (root.Environment("NOTIFY_SOCKET") is null && file is not null && Setting(root, file, "Type=") == "notify")
        {
            return Finding.Ok(Area, Name,
                "this runs beside the service's program, which alone may notify systemd"); // ExecStartPre= and the like
        }

        if (root.Environment("NOTIFY_SOCKET") is null)
        {
            return Finding.Warning(Area, Name, "this runs in a service that takes no notifications: systemd cannot know when it hangs",
                "set Type=notify and NotifyAccess=all in the unit");
        }

        return long.TryParse(root.Environment("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds)
            ? Finding.Ok(Area, Name,
                string.Create(CultureInfo.InvariantCulture, $"this runs in a service whose watchdog waits {microseconds / 1e6:0.###} s"))
            : Finding.Ok(Area, Name, "this runs in a service that takes notifications, without a watchdog");
    }
}
