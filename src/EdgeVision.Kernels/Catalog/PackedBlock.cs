namespace EdgeVision.Kernels;

/// <summary>
/// Memory that holds packed weights or tables: plain numbers without addresses, so that it can be stored in a file and used from there.
/// </summary>
/// <param name="Start">The first byte, at a cache line.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Owner">What keeps the memory where it is, as long as it is referenced.</param>
internal readonly record struct PackedBlock(nint Start, long Length, object Owner)
{
    public unsafe ReadOnlySpan<byte> Bytes => new((byte*)Start, checked((int)Length));
}
