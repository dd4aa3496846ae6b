using System.Globalization;

namespace EdgeVision.App.Run.Health;

/// <summary>The memory that programs can still get; too little makes everything late.</summary>
/// <param name="file">The kernel's account of memory.</param>
internal sealed class MemoryProbe(string file = "/proc/meminfo") : IHealthProbe
{
    private const double LeastShare = 0.05;

    public string Name => "memory";

    public string? Look()
    {
        if (!File.Exists(file))
            return null;
        string[] lines = File.ReadAllLines(file);
        return Kilobytes(lines, "MemAvailable:") is { } free && Kilobytes(lines, "MemTotal:") is { } total && free < total * LeastShare
            ? $"only {free >> 10} of {total >> 10} MiB of memory are free; stop other programs"
            : null;
    }

    private static long? Kilobytes(string[] lines, string key)
    {
        foreach (string line in lines)
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is [{ } name, { } number, ..] && name == key && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long kilobytes))
                return kilobytes;
        }

        return null;
    }
}
