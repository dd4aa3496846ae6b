using System.Globalization;
using EdgeVision.Devices.Health;

namespace EdgeVision.App.Doctor.Checks;

/// <summary>Is the supply strong enough and the board cool enough?</summary>
internal static class PowerChecks
{
    private const string Area = "power";
    private const double WarmCelsius = 75;
    private const double HotCelsius = 85;

    /// <summary>What each cause means and what to do; the state is that of "now", one step less for "since the start".</summary>
    private static readonly (ThrottleCauses Cause, string Name, string Meaning, CheckState Now, string Advice)[] Causes =
    [
        (ThrottleCauses.UnderVoltage, "voltage", "the supply is below 4.63 V", CheckState.Problem,
            "use the board's official supply and a short, thick cable; give servos and relays a supply of their own"),
        (ThrottleCauses.FrequencyCapped, "clock cap", "the firmware holds the clock down", CheckState.Warning,
            "cure the voltage or the heat that is reported too"),
        (ThrottleCauses.Throttled, "throttling", "the firmware throttles the cores", CheckState.Warning,
            "add a heat sink or a fan, open the case, or lower --fps"),
        (ThrottleCauses.SoftTemperatureLimit, "soft limit", "the soft temperature limit lowers the clock", CheckState.Warning,
            "add a heat sink or a fan, or lower --fps"),
    ];

    public static IEnumerable<Finding> Run(DoctorContext context)
    {
        foreach (Finding finding in Throttling(context))
            yield return finding;
        if (ThermalZone.Find(context.Root)?.ReadCelsius() is { } celsius)
            yield return Temperature(celsius);
    }

    private static IEnumerable<Finding> Throttling(DoctorContext context)
    {
        const string Name = "throttling";
        var sensor = ThrottleSensor.Find(context.Root);
        if (sensor?.Read() is not { } state)
        {
            if (context.HasPins)
            {
                yield return Finding.Note(Area, Name, sensor is null ? "this system does not tell" : $"{sensor.Source} gives no answer",
                    context.Machine.InService
                    ? "in the service's unit set SupplementaryGroups=video and DeviceAllow=/dev/vcio rw"
                    : "install vcgencmd (sudo apt install raspi-utils) and add this user to the group video");
            }

            yield break;
        }

        if (state.IsClean)
            yield return Finding.Ok(Area, Name, "none since the start: voltage, clock and temperature were always good");
        foreach ((ThrottleCauses cause, string name, string meaning, CheckState now, string advice) in Causes)
        {
            if (state.Now.HasFlag(cause))
                yield return new Finding(Area, name, now, $"now: {meaning}", advice);
            else if (state.HasOccurred.HasFlag(cause))
                yield return new Finding(Area, name, now - 1, $"since the start it has happened that {meaning}", advice);
        }
    }

    private static Finding Temperature(double celsius)
    {
        const string Name = "temperature";
        const string Advice = "add a heat sink or a fan, open the case, or lower --fps";
        string found = string.Create(CultureInfo.InvariantCulture, $"{celsius:F1} °C");
        return celsius >= HotCelsius ? Finding.Problem(Area, Name, $"{found}: the board is slowed down to protect itself", Advice)
            : celsius >= WarmCelsius ? Finding.Warning(Area, Name, $"{found}: throttling begins at 80 °C", Advice)
            : Finding.Ok(Area, Name, found);
    }
}
