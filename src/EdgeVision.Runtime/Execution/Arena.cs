using System.Runtime.InteropServices;

namespace EdgeVision.Runtime;

/// <summary>The one block of memory that all activations share: 64-byte aligned, outside the managed heap, zeroed once.</summary>
internal sealed unsafe class Arena : IDisposable
{
    private void* _start;

    public Arena(int bytes)
    {
        Bytes = bytes;
        _start = NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, 1), ArenaPlanner.Alignment);
        NativeMemory.Clear(_start, (nuint)bytes);
    }

    ~Arena() => Free();

    public int Bytes { get; }

    public byte* Start => (byte*)_start;

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_start);
        _start = null;
    }
}
