using System.Runtime.InteropServices;
using EdgeVision.Arm64Program.Checks;

namespace EdgeVision.Arm64Program;

/// <summary>What the C side calls.</summary>
internal static unsafe class Exports
{
    /// <summary>Checks the NEON kernels whose names have the filter in them; how many failed.</summary>
    [UnmanagedCallersOnly(EntryPoint = "check_kernels")]
    public static int CheckKernels(byte* filter, int length) => KernelChecks.Run(new ReadOnlySpan<byte>(filter, length));
}
