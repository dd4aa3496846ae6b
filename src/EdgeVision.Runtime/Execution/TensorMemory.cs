using System.Runtime.CompilerServices;

namespace EdgeVision.Runtime;

/// <summary>
/// Turns tensor indices into spans while a step runs: a table of addresses, filled once when the session is created. It trusts the plan.
/// </summary>
internal sealed unsafe class TensorMemory
{
    private readonly nint[] _addresses;
    private readonly int[] _elements;

    public TensorMemory(int tensorCount)
    {
        _addresses = new nint[tensorCount];
        _elements = new int[tensorCount];
    }

    public void Map(int tensor, void* address, int elements)
    {
        _addresses[tensor] = (nint)address;
        _elements[tensor] = elements;
    }

    /// <summary>The tensor's elements; <typeparamref name="T"/> must be its element type in memory (int8 for unsigned bytes too).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Get<T>(int tensor)
        where T : unmanaged => new((void*)_addresses[tensor], _elements[tensor]);

    /// <summary>A thread's strips, at the place of the first tensor that they stand for; each thread's begin on a cache line of their own.</summary>
    public Span<sbyte> Strip(int tensor, int thread, int length) =>
        new((sbyte*)_addresses[tensor] + (thread * StripStride(length)), length);

    /// <summary>Bytes from one thread's strip to the next.</summary>
    public static int StripStride(int length) => (length + ArenaPlanner.Alignment - 1) / ArenaPlanner.Alignment * ArenaPlanner.Alignment;

    /// <summary>The tensor's first <paramref name="bytes"/> bytes, whatever its element type.</summary>
    public Span<byte> GetBytes(int tensor, int bytes) => new((void*)_addresses[tensor], bytes);
}
