using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeVision.Kernels;

/// <summary>
/// Numbers that start at a cache line and stay there: vectors of a whole line, read from anywhere else, cost two reads. They are this
/// library's own, or lie in a file's memory.
/// </summary>
internal readonly unsafe struct AlignedArray<T>
    where T : unmanaged
{
    private readonly object _owner; // keeps the memory where it is
    private readonly T* _start;

    /// <summary>All 0.</summary>
    public AlignedArray(int length)
    {
        Length = length;
        T[] memory = GC.AllocateArray<T>(length + CacheLine.Bytes / sizeof(T), pinned: true);
        _owner = memory;
        _start = CacheLine.Align((T*)Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0));
    }

    /// <summary>A copy.</summary>
    public AlignedArray(ReadOnlySpan<T> values)
        : this(values.Length) => values.CopyTo(new Span<T>(_start, Length));

    /// <summary>The numbers of a packed block, which is not copied and must not be changed.</summary>
    /// <exception cref="KernelException">The block has another length, or does not start at a cache line.</exception>
    public AlignedArray(PackedBlock block, long length)
    {
        Require.Block(block, length, sizeof(T));
        Length = (int)length;
        _owner = block.Owner;
        _start = (T*)block.Start;
    }

    public int Length { get; }

    public long Bytes => (long)sizeof(T) * Length;

    /// <summary>The same memory, for a file.</summary>
    public PackedBlock Block => new((nint)_start, sizeof(T) * (long)Length, _owner);

    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Debug.Assert((uint)index < (uint)Length, "index outside the packed numbers");
            return ref _start[index];
        }
    }

    /// <summary>Some of the numbers.</summary>
    public Span<T> Slice(int start, int length) => new Span<T>(_start, Length).Slice(start, length);
}
