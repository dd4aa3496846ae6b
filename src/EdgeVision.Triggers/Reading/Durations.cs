using System.Globalization;

namespace EdgeVision.Triggers.Reading;

/// <summary>Durations as people write them: a number and a unit, <c>200ms</c>, <c>1.5s</c>, <c>5m</c>, <c>12h</c>, <c>7d</c>.</summary>
internal static class Durations
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    // "ms" before "m" and "s": the first that fits counts.
    private static readonly (string Name, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1)),
    ];

    /// <summary>Reads a duration; one that is too long to be counted is <see cref="TimeSpan.MaxValue"/>.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        (string unit, TimeSpan length) = Units.FirstOrDefault(unit => text.EndsWith(unit.Name, StringComparison.Ordinal));
        if (unit is null)
            return false;
        ReadOnlySpan<char> number = text.AsSpan(0, text.Length - unit.Length).TrimEnd(' ');
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count))
            return false;
        double ticks = Math.Round(count * length.Ticks);
        duration = ticks < long.MaxValue / 2 ? new TimeSpan((long)ticks) : TimeSpan.MaxValue;
        return true;
    }

    /// <summary>As people write it, in the largest unit that needs no fraction.</summary>
    public static string Format(TimeSpan duration)
    {
        (string unit, TimeSpan length) = Units.LastOrDefault(unit => duration.Ticks % unit.Length.Ticks == 0 && duration >= unit.Length);
        return unit is null
            ? string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds}ms")
            : string.Create(CultureInfo.InvariantCulture, $"{duration / length}{unit}");
    }
}
