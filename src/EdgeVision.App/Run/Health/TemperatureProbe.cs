using System.Globalization;

namespace EdgeVision.App.Run.Health;

/// <summary>The hottest of the kernel's thermal zones. A Raspberry Pi slows down from 80 °C on; well again means below 75 °C.</summary>
/// <param name="folder">Where the kernel shows its zones.</param>
internal sealed class TemperatureProbe(string folder = "/sys/class/thermal") : IHealthProbe
{
    private const int TooHot = 80_000;
    private const int WellBelow = 75_000;

    private bool _hot;

    public string Name => "temperature";

    public string? Look()
    {
        int hottest = Hottest();
        _hot = hottest >= (_hot ? WellBelow : TooHot);
        return _hot
            ? string.Create(CultureInfo.InvariantCulture, $"the processor has {hottest / 1000.0:F0} °C and may slow down; give it air or a heat sink, or choose fewer frames with --fps")
            : null;
    }

    private int Hottest()
    {
        int hottest = int.MinValue;
        foreach (string zone in Directory.Exists(folder) ? Directory.GetDirectories(folder, "thermal_zone*") : [])
        {
            string file = Path.Combine(zone, "temp");
            if (File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int milli))
                hottest = Math.Max(hottest, milli);
        }

        return hottest;
    }
}
