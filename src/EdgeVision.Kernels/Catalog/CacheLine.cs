namespace EdgeVision.Kernels;

/// <summary>What the processor's first-level cache moves at once, and what AVX-512 reads at once.</summary>
internal static class CacheLine
{
    public const int Bytes = 64;

    /// <summary>Bytes from an address to the next line.</summary>
    public static int Padding(nint address) => (int)(-address & (Bytes - 1));

    /// <summary>The start of the next line; the memory must have <see cref="Bytes"/> − 1 more than is used.</summary>
    public static unsafe T* Align<T>(T* memory)
        where T : unmanaged => (T*)((byte*)memory + Padding((nint)memory));
}
