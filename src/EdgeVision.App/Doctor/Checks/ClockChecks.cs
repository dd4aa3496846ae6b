using System.Globalization;

namespace EdgeVision.App.Doctor.Checks;

/// <summary>
/// Does the machine know what time it is? Schedules and certificates depend on it; a Pi before the 5 has no clock of its own.
/// </summary>
internal static class ClockChecks
{
    private const string Area = "clock";
    private const string TimeSync = "/run/systemd/timesync";

    /// <summary>Before this program existed.</summary>
    private static readonly DateTimeOffset Implausible = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IEnumerable<Finding> Run(DoctorContext context) => [Time(context), Zone(context)];

    private static Finding Time(DoctorContext context)
    {
        const string Name = "time";
        DateTimeOffset now = context.Machine.Clock.GetLocalNow();
        string found = now.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture);
        if (now < Implausible)
        {
            return Finding.Problem(Area, Name, $"{found}: the clock is wrong",
                "connect to a network and run: sudo timedatectl set-ntp true");
        }

        if (context.Root.Exists($"{TimeSync}/synchronized"))
            return Finding.Ok(Area, Name, $"{found}, synchronised");
        if (context.Root.Exists("/run/chrony"))
            return Finding.Ok(Area, Name, $"{found}, kept by chrony ('chronyc tracking' says how well)");
        return context.Root.Exists(TimeSync)
            ? Finding.Warning(Area, Name, $"{found}, not synchronised since the start",
                "connect to a network; 'timedatectl timesync-status' says what is missing")
            : Finding.Note(Area, Name, $"{found}; whether it is synchronised cannot be told here",
                "if rules have schedules, compare it with a watch");
    }

    private static Finding Zone(DoctorContext context)
    {
        const string Name = "time zone";
        TimeZoneInfo zone = context.Machine.Clock.LocalTimeZone;
        return zone.Id is "UTC" or "Etc/UTC"
            ? Finding.Note(Area, Name, "UTC: schedules of rules are in UTC", "for local time: sudo timedatectl set-timezone Europe/Berlin")
            : Finding.Ok(Area, Name, zone.Id);
    }
}
