using System.Globalization;
using EdgeVision.App.Machine;
using EdgeVision.Kernels;

namespace EdgeVision.App.Doctor.Checks;

/// <summary>How fast can the kernels be here?</summary>
internal static class CpuChecks
{
    private const string Area = "cpu";

    /// <summary>What the kernels can make use of.</summary>
    private static readonly string[] UsefulFeatures = ["asimd", "asimddp", "avx2", "avx512f", "avx512bw", "avx512dq", "avx512vl"];

    public static IEnumerable<Finding> Run(DoctorContext context)
    {
        var cpu = CpuInfo.Read(context.Root);
        yield return Cores(context, cpu.Cpus);
        yield return Features(context, cpu.Features);
        yield return Instructions(cpu.Features);
        if (CpuClock.Read(context.Root, cpu: 0) is { } clock)
            yield return Clock(clock);
    }

    private static Finding Cores(DoctorContext context, int cores)
    {
        const string Name = "cores";
        if (cores == 0)
            return Finding.Note(Area, Name, "/proc/cpuinfo does not say");
        string found = $"{cores}, {context.Board.Cpu.Name}";
        return cores < context.Board.Cpu.Cores
            ? Finding.Warning(Area, Name, $"{cores} are on, {context.Board.Cpu.Name} has {context.Board.Cpu.Cores}",
                "remove maxcpus= from /boot/firmware/cmdline.txt and restart")
            : Finding.Ok(Area, Name, context.HasPins ? found : $"{cores}");
    }

    private static Finding Features(DoctorContext context, IReadOnlyList<string> features)
    {
        const string Name = "features";
        string[] missing = [.. context.Board.Cpu.Features.Except(features)];
        if (missing.Length > 0)
        {
            return Finding.Warning(Area, Name, $"missing: {string.Join(", ", missing)}",
                "use the 64-bit system, and an emulator or container that passes the CPU's features on");
        }

        string[] useful = [.. UsefulFeatures.Intersect(features)];
        return Finding.Ok(Area, Name, useful.Length > 0 ? string.Join(", ", useful) : "none that the kernels could use");
    }

    private static Finding Instructions(IReadOnlyList<string> features)
    {
        const string Name = "kernels";
        try
        {
            Isa used = IsaPolicy.FromEnvironment().Best;
            string name = IsaPolicy.NameOf(used);
            if (used != IsaPolicy.Auto.Best)
            {
                return Finding.Warning(Area, Name,
                    $"{name}, because {IsaPolicy.EnvironmentVariable} says so; {IsaPolicy.NameOf(IsaPolicy.Auto.Best)} would be faster",
                    $"unset {IsaPolicy.EnvironmentVariable}");
            }

            return used == Isa.Scalar
                ? Finding.Warning(Area, Name, "scalar: results are right but come many times slower",
                    "check that no DOTNET_Enable... variable is set, and use an arm64 or x64 machine with AVX2")
                : used == Isa.Neon && features.Contains("asimddp")
                ? Finding.Warning(Area, Name, "neon, although the CPU has the dot product", "unset DOTNET_EnableArm64Dp")
                : Finding.Ok(Area, Name, name);
        }
        catch (KernelException failure)
        {
            return Finding.Problem(Area, Name, failure.Message, $"unset {IsaPolicy.EnvironmentVariable}");
        }
    }

    private static Finding Clock(CpuClock clock)
    {
        const string Name = "clock";
        string found = $"{Megahertz(clock.CurrentKhz)} of {Megahertz(clock.MaximumKhz)} MHz, governor {clock.Governor}";
        return clock.Governor == "powersave"
            ? Finding.Warning(Area, Name, $"{found}: it stays at the lowest",
                $"echo ondemand | sudo tee {CpuClock.Folder}/cpu*/cpufreq/scaling_governor")
            : clock.LimitKhz < clock.MaximumKhz
            ? Finding.Warning(Area, Name, $"{found}, limited to {Megahertz(clock.LimitKhz)} MHz",
                "remove arm_freq= from /boot/firmware/config.txt, or whatever wrote scaling_max_freq")
            : Finding.Ok(Area, Name, found);
    }

    private static string Megahertz(int? kilohertz) => (kilohertz / 1000)?.ToString(CultureInfo.InvariantCulture) ?? "?";
}
