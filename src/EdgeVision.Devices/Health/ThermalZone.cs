using System.Globalization;

namespace EdgeVision.Devices.Health;

/// <summary>A temperature sensor of the kernel (<c>/sys/class/thermal/thermal_zone*</c>).</summary>
public sealed class ThermalZone
{
    private const string Folder = "/sys/class/thermal";

    private readonly SystemRoot _root;
    private readonly string _path;

    private ThermalZone(SystemRoot root, string path, string type)
    {
        _root = root;
        _path = path;
        Type = type;
    }

    /// <summary>What it measures, as the kernel calls it: <c>cpu-thermal</c>.</summary>
    public string Type { get; }

    private bool IsProcessor => Type.Contains("cpu", StringComparison.Ordinal) || Type.StartsWith("x86_pkg", StringComparison.Ordinal);

    /// <summary>The sensors that the kernel knows, sorted by the names of their folders.</summary>
    /// <param name="root">The machine.</param>
    public static IReadOnlyList<ThermalZone> All(SystemRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return
        [
            .. root.Entries(Folder).Where(name => name.StartsWith("thermal_zone", StringComparison.Ordinal))
                .Select(name => new ThermalZone(root, $"{Folder}/{name}/temp", root.ReadText($"{Folder}/{name}/type") ?? "")),
        ];
    }

    /// <summary>The processor's sensor, else the first one, or <see langword="null"/> if there is none.</summary>
    /// <param name="root">The machine.</param>
    public static ThermalZone? Find(SystemRoot root)
    {
        IReadOnlyList<ThermalZone> zones = All(root);
        return zones.FirstOrDefault(zone => zone.IsProcessor) ?? (zones.Count > 0 ? zones[0] : null);
    }

    /// <summary>Degrees Celsius, or <see langword="null"/> if the sensor gives no value now.</summary>
    public double? ReadCelsius() =>
        int.TryParse(_root.ReadText(_path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int thousandths)
            ? thousandths / 1000.0
            : null;
}
