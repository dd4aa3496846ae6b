using System.Runtime.InteropServices;

namespace EdgeVision.Arm64Program.Support;

/// <summary>What the C side (main.c) offers.</summary>
internal static unsafe partial class Host
{
    /// <summary>Writes to standard output.</summary>
    [LibraryImport("host", EntryPoint = "host_print"), SuppressGCTransition]
    public static partial void Print(byte* text, int length);

    /// <summary>Text that the C side prints when the program crashes; it ends with a zero.</summary>
    [LibraryImport("host", EntryPoint = "host_activity"), SuppressGCTransition]
    public static partial byte* Activity(int capacity);

    /// <summary>Whether the CPU has the dot product, by what the system says of it; not 0 if so.</summary>
    [LibraryImport("host", EntryPoint = "host_has_dot_product"), SuppressGCTransition]
    public static partial int HasDotProduct();

    /// <summary>Memory with a page on either side that may not be accessed; <paramref name="bytes"/> is a multiple of the page.</summary>
    [LibraryImport("host", EntryPoint = "host_guarded"), SuppressGCTransition]
    public static partial byte* Guarded(nint bytes);
}
