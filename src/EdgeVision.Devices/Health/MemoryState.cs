using System.Globalization;

namespace EdgeVision.Devices.Health;

/// <summary>The machine's memory in bytes (<c>/proc/meminfo</c>), and the limit that a container or a service sets.</summary>
/// <param name="TotalBytes">Memory the kernel has; a little less than is built in.</param>
/// <param name="AvailableBytes">What can be had without swapping.</param>
/// <param name="SwapTotalBytes">Swap space, 0 for none.</param>
/// <param name="SwapFreeBytes">Unused swap space.</param>
/// <param name="LimitBytes">The least limit of the control groups (version 2) that this process is in, or <see langword="null"/> for
/// none.</param>
public sealed record MemoryState(long TotalBytes, long AvailableBytes, long SwapTotalBytes, long SwapFreeBytes, long? LimitBytes)
{
    private const string ControlGroups = "/sys/fs/cgroup";

    /// <summary>Reads the state, or gives <see langword="null"/> where the kernel does not say.</summary>
    /// <param name="root">The machine.</param>
    public static MemoryState? Read(SystemRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        string[] lines = (root.ReadText("/proc/meminfo") ?? "").Split('\n');
        return Field(lines, "MemTotal:") is { } total && Field(lines, "MemAvailable:") is { } available
            ? new MemoryState(total, available, Field(lines, "SwapTotal:") ?? 0, Field(lines, "SwapFree:") ?? 0, Limit(root))
            : null;
    }

    /// <summary>Finds <c>name:   1234 kB</c>.</summary>
    private static long? Field(string[] lines, string name)
    {
        string? line = lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        string[] words = line?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return words is [var number, "kB"] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long kibibytes)
            && kibibytes <= long.MaxValue >> 10
            ? kibibytes << 10
            : null;
    }

    /// <summary>A group's limit holds for all groups below it, so the least one on the way up counts.</summary>
    private static long? Limit(SystemRoot root)
    {
        const string Version2 = "0::";
        string? group = root.ReadText("/proc/self/cgroup")?.Split('\n')
            .FirstOrDefault(line => line.StartsWith(Version2, StringComparison.Ordinal))?[Version2.Length..];
        long? least = null;
        for (string? path = group; !string.IsNullOrEmpty(path); path = Path.GetDirectoryName(path))
        {
            string? text = root.ReadText($"{ControlGroups}{path}/memory.max");
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long limit) && !(limit >= least))
                least = limit;
        }

        return least;
    }
}
