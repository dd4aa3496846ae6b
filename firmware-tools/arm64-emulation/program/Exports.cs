using System.Runtime.InteropServices;
using EdgeVision.Arm64Program.Checks;

namespace EdgeVision.Arm64Program;

/// <summary>What main.c calls.</summary>
internal static unsafe class Exports
{
    /// <summary>Checks the NEON kernels whose names have the filter in them; how many failed, or <see cref="KernelChecks.NoneFound"/>.</summary>
    [UnmanagedCallersOnly(EntryPoint = "check_kernels")]
    public static int CheckKernels(byte* filter, int length) => KernelChecks.Run(new ReadOnlySpan<byte>(filter, length));

    /// <summary>Runs an operation, named in ASCII, several times.</summary>
    [UnmanagedCallersOnly(EntryPoint = "repeat_case")]
    public static void Repeat(byte* operation, int length, int* numbers, int count, int times)
    {
        Span<char> name = stackalloc char[length];
        for (int i = 0; i < length; i++)
            name[i] = (char)operation[i];
        RepeatedCase.Run(new string(name), new ReadOnlySpan<int>(numbers, count), times);
    }

    /// <summary>Never called: it brings the samples into the listing.</summary>
    [UnmanagedCallersOnly(EntryPoint = "listing_samples")]
    public static void KeepListingSamples(short* values, int* sums)
    {
        ListingSamples.Spilling(values, sums, ListingSamples.Unexpanded(default, (byte)sums[0])[0]);
    }
}
