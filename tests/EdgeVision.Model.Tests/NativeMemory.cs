using System.Buffers;

namespace EdgeVision.Model.Tests;

/// <summary>Memory that is not an array a reader could get at, like a mapped file.</summary>
internal sealed class NativeMemory(ReadOnlySpan<byte> content) : MemoryManager<byte>
{
    private readonly byte[] _bytes = content.ToArray();

    public override Span<byte> GetSpan() => _bytes;

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
