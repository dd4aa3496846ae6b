using System.Runtime.InteropServices;

namespace EdgeVision.Runtime;

/// <summary>The one block of memory that all activations share: 64-byte aligned, outside the managed heap, zeroed once.</summary>
internal sealed unsafe class Arena : IDisposable
{
    private readonly bool _owned;
    private byte* _start;

    private Arena(byte* start, bool owned)
    {
        _start = start;
        _owned = owned;
    }

    ~Arena() => Free();

    /// <summary>The first byte; null once it is disposed.</summary>
    public byte* Start => _start;

    public static Arena Allocate(int bytes)
    {
        var start = (byte*)NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, 1), ArenaPlanner.Alignment);
        NativeMemory.Clear(start, (nuint)bytes);
        return new Arena(start, owned: true);
    }

    /// <summary>Memory that the caller owns, such as a test's guarded pages; it need not be aligned.</summary>
    public static Arena Over(byte* start) => new(start, owned: false);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_owned)
            NativeMemory.AlignedFree(_start);
        _start = null;
    }
}
