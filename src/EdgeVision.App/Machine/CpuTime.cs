using System.Globalization;
using EdgeVision.Devices.Health;

namespace EdgeVision.App.Machine;

/// <summary>What the machine's CPUs have done since it was started, in ticks of the kernel's clock.</summary>
/// <param name="Passed">Time that has passed, added up over all CPUs.</param>
/// <param name="Busy">How much of it they worked.</param>
/// <param name="Own">How much of that was for this process.</param>
internal readonly record struct CpuTime(long Passed, long Busy, long Own)
{
    private const int UserField = 14, SystemField = 15;

    /// <summary>Reads <c>/proc/stat</c> and <c>/proc/self/stat</c>, or gives <see langword="null"/> where they do not say.</summary>
    public static CpuTime? Read(SystemRoot root)
    {
        string[] all = (root.ReadText("/proc/stat") ?? "").Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string own = root.ReadText("/proc/self/stat") ?? "";
        string[] fields = own[(own.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries); // from field 3 on; names may hold spaces
        if (all is not ["cpu", .. { Length: >= 8 } columns] || fields.Length <= SystemField - 3)
            return null;
        // user, nice, system, idle, waiting for a disk, interrupts (hard, soft), stolen by a host; what follows is part of these
        long?[] ticks = [.. columns.Take(8).Append(fields[UserField - 3]).Append(fields[SystemField - 3]).Select(Number)];
        if (ticks.Contains(null))
            return null;
        long passed = ticks[..8].Sum()!.Value;
        return new CpuTime(passed, passed - ticks[3]!.Value - ticks[4]!.Value, ticks[8]!.Value + ticks[9]!.Value);
    }

    /// <summary>How many CPUs, on average, worked for other processes since an earlier time; <see langword="null"/> if none has passed.</summary>
    public double? OthersSince(CpuTime before, int cpus) =>
        Passed > before.Passed ? Math.Max(0.0, (Busy - before.Busy) - (Own - before.Own)) / (Passed - before.Passed) * cpus : null;

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
