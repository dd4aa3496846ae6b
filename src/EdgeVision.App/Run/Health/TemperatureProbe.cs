using System.Globalization;
using EdgeVision.Devices.Health;

namespace EdgeVision.App.Run.Health;

/// <summary>The hottest of the kernel's thermal zones. A Raspberry Pi slows down from 80 °C on; well again means below 75 °C.</summary>
/// <param name="root">The machine.</param>
internal sealed class TemperatureProbe(SystemRoot root) : IHealthProbe
{
    private const double TooHot = 80;
    private const double WellBelow = 75;

    private bool _hot;

    public string Name => "temperature";

    public string? Look()
    {
        double? hottest = ThermalZone.All(root).Max(zone => zone.ReadCelsius());
        _hot = hottest >= (_hot ? WellBelow : TooHot);
        return _hot
            ? string.Create(CultureInfo.InvariantCulture, $"the processor has {hottest:F0} °C and may slow down; ")
                + "give it air or a heat sink, or choose fewer frames with --fps"
            : null;
    }
}
