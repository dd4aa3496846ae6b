using System.Globalization;
using EdgeVision.Devices.Health;

namespace EdgeVision.App.Machine;

/// <summary>The clock of one CPU as the kernel's <c>cpufreq</c> tells it.</summary>
/// <param name="Cpu">Its number.</param>
/// <param name="Governor">Who decides on the clock: <c>ondemand</c>, <c>performance</c> …</param>
/// <param name="MinimumKhz">The lowest clock the CPU has.</param>
/// <param name="MaximumKhz">The highest clock the CPU has.</param>
/// <param name="LimitKhz">The highest clock that is allowed.</param>
/// <param name="CurrentKhz">The clock now.</param>
internal sealed record CpuClock(int Cpu, string Governor, int? MinimumKhz, int? MaximumKhz, int? LimitKhz, int? CurrentKhz)
{
    /// <summary>Where the kernel tells about CPUs.</summary>
    public const string Folder = "/sys/devices/system/cpu";

    private const string Prefix = "cpu";

    /// <summary>Those of all CPUs that have one, in their order.</summary>
    public static IReadOnlyList<CpuClock> All(SystemRoot root) =>
    [
        .. from name in root.Entries(Folder)
           where name.StartsWith(Prefix, StringComparison.Ordinal)
           let cpu = Number(name[Prefix.Length..])
           where cpu is not null
           orderby cpu
           let clock = Read(root, cpu.Value)
           where clock is not null
           select clock,
    ];

    /// <summary>That of one CPU, or <see langword="null"/> where the kernel does not let it change.</summary>
    public static CpuClock? Read(SystemRoot root, int cpu)
    {
        string folder = string.Create(CultureInfo.InvariantCulture, $"{Folder}/{Prefix}{cpu}/cpufreq");
        return root.ReadText($"{folder}/scaling_governor") is { Length: > 0 } governor
            ? new CpuClock(cpu, governor, Khz("cpuinfo_min_freq"), Khz("cpuinfo_max_freq"), Khz("scaling_max_freq"), Khz("scaling_cur_freq"))
            : null;

        int? Khz(string file) => Number(root.ReadText($"{folder}/{file}"));
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
