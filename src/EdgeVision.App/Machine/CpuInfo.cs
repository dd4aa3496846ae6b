using EdgeVision.Devices.Health;

namespace EdgeVision.App.Machine;

/// <summary>The processor as <c>/proc/cpuinfo</c> describes it.</summary>
/// <param name="Cpus">How many are on; 0 where the kernel does not say.</param>
/// <param name="Name">What the processor calls itself, or the name of an Arm core that is known here.</param>
/// <param name="Part">Implementer and part number of an Arm core: <c>0x41/0xd08</c>.</param>
/// <param name="Features">Instruction sets and the like.</param>
internal sealed record CpuInfo(int Cpus, string? Name, string? Part, IReadOnlyList<string> Features)
{
    /// <summary>The cores of the boards that this is for; Arm's technical reference manuals, register MIDR_EL1.</summary>
    private static readonly Dictionary<string, string> ArmCores = new()
    {
        ["0x41/0xd03"] = "Cortex-A53",
        ["0x41/0xd08"] = "Cortex-A72",
        ["0x41/0xd0b"] = "Cortex-A76",
    };

    public static CpuInfo Read(SystemRoot root)
    {
        string? text = root.ReadText("/proc/cpuinfo");
        string? part = ProcFields.Value(text, "CPU part") is { } number ? $"{ProcFields.Value(text, "CPU implementer")}/{number}" : null;
        string? features = ProcFields.Value(text, "Features") ?? ProcFields.Value(text, "flags");
        return new CpuInfo(
            ProcFields.Values(text, "processor").Count,
            ProcFields.Value(text, "model name") ?? (part is null ? null : ArmCores.GetValueOrDefault(part)),
            part,
            features?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? []);
    }
}
