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

    /// <summary>The tensor's first <paramref name="bytes"/> bytes, whatever its element type.</summary>
    public Span<byte> GetBytes(int tensor, int bytes) => new((void*)_addresses[tensor], bytes);
}
