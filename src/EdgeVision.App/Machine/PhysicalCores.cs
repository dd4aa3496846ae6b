using System.Globalization;
using EdgeVision.Devices.Health;

namespace EdgeVision.App.Machine;

/// <summary>
/// How many cores this process may compute on. Hardware threads of one core share its multipliers, so that more than one of them at a time
/// gains little here.
/// </summary>
internal static class PhysicalCores
{
    /// <summary>
    /// Different cores among the CPUs that the process may run on, as Linux tells them; where it does not, all of these CPUs. At least 1,
    /// and no more than <paramref name="processors"/>.
    /// </summary>
    /// <param name="root">The machine.</param>
    /// <param name="processors">What the process may use at most, see <see cref="Environment.ProcessorCount"/>.</param>
    public static int Count(SystemRoot root, int processors)
    {
        if (processors == 1)
            return 1;
        var cores = new HashSet<string>();
        foreach (int cpu in AllowedCpus(root))
        {
            if (Id(root, cpu, "physical_package_id") is not { } package || Id(root, cpu, "core_id") is not { } core)
                return processors;
            cores.Add(package + " " + core);
        }

        return cores.Count == 0 ? processors : Math.Min(cores.Count, processors);
    }

    /// <summary>The CPUs that the process may run on as the kernel writes them, such as <c>0-3,8</c>.</summary>
    public static string? AllowedCpusText(SystemRoot root) => ProcFields.Value(root.ReadText("/proc/self/status"), "Cpus_allowed_list");

    /// <summary>The CPUs of the process's affinity, such as <c>0-3,8</c>; none where they are not told or not understood.</summary>
    private static List<int> AllowedCpus(SystemRoot root)
    {
        const int MostCpus = 8192; // that the kernel can be built for
        var cpus = new List<int>();
        foreach (string range in AllowedCpusText(root)?.Split(',', StringSplitOptions.TrimEntries) ?? [])
        {
            string[] ends = range.Split('-');
            if (ends.Length > 2 || !TryParse(ends[0], out int first) || !TryParse(ends[^1], out int last) || last >= MostCpus)
                return [];
            for (int cpu = first; cpu <= last; cpu++)
                cpus.Add(cpu);
        }

        return cpus;
    }

    private static bool TryParse(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static string? Id(SystemRoot root, int cpu, string name) =>
        root.ReadText(string.Create(CultureInfo.InvariantCulture, $"/sys/devices/system/cpu/cpu{cpu}/topology/{name}")) is { Length: > 0 } id ? id : null;
}
