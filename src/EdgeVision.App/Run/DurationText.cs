using System.Globalization;

namespace EdgeVision.App.Run;

/// <summary>Durations on the command line: a number and a unit, as in the rules file.</summary>
internal static class DurationText
{
    private static readonly (string Name, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
    ];

    /// <summary>More than nothing, at most a year.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        (string? unit, TimeSpan length) = Units.FirstOrDefault(unit => text.EndsWith(unit.Name, StringComparison.Ordinal));
        if (unit is null
            || !double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out double count))
        {
            return false;
        }

        double days = count * length.TotalDays;
        if (days is not (> 0 and <= 366))
            return false;
        duration = TimeSpan.FromDays(days);
        return true;
    }
}
