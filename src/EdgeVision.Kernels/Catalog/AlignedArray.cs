using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeVision.Kernels;

/// <summary>
/// Numbers that start at a cache line and stay there: vectors of a whole line, read from anywhere else, cost two reads.
/// </summary>
internal readonly unsafe struct AlignedArray<T>
    where T : unmanaged
{
    private readonly T[] _memory;
    private readonly int _start;

    /// <summary>All 0.</summary>
    public AlignedArray(int length)
    {
        Length = length;
        _memory = GC.AllocateArray<T>(length + CacheLine.Bytes / sizeof(T), pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0);
        _start = CacheLine.Padding(address) / sizeof(T);
    }

    public int Length { get; }

    public long Bytes => (long)sizeof(T) * Length;

    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _memory[_start + index];
    }

    /// <summary>Some of the numbers.</summary>
    public Span<T> Slice(int start, int length) => _memory.AsSpan(_start + start, length);
}
