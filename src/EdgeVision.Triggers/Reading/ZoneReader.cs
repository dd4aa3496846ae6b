using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Reading;

/// <summary>Reads a zone.</summary>
internal static class ZoneReader
{
    // Decimal fractions such as 0.1 + 0.9 need not add up to exactly 1.
    private const double Rounding = 1e-9;

    public static Zone Read(string name, JsonValue value, ValueReader values)
    {
        var zone = new ObjectReader(value, Keys.Zone, values);
        double? x = zone.RequiredNumber("x", 0, 1);
        double? y = zone.RequiredNumber("y", 0, 1);
        double? width = zone.RequiredNumber("width", 0, 1);
        double? height = zone.RequiredNumber("height", 0, 1);
        if (width == 0 || height == 0)
            values.Refuse(value, $"the zone '{name}' is empty; its width and height must be more than 0");
        if (x + width > 1 + Rounding || y + height > 1 + Rounding)
            values.Refuse(value, $"the zone '{name}' reaches out of the picture; x + width and y + height must be at most 1");

        // A zone with errors still has its name, so that rules that use it have no errors because of that.
        return new Zone(name, x ?? 0, y ?? 0, Math.Min(width ?? 1, 1 - (x ?? 0)), Math.Min(height ?? 1, 1 - (y ?? 0)));
    }
}
