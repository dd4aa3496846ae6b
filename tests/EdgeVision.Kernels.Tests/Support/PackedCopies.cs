using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeVision.Kernels.Tests.Support;

/// <summary>Packed blocks as a file would have them: copies at cache lines, each beside a page that must not be touched.</summary>
internal sealed unsafe class PackedCopies : IDisposable
{
    private readonly List<GuardedBuffer> _buffers = [];
    private readonly byte[][] _contents;

    public PackedCopies(byte[][] contents, GuardSide side)
    {
        _contents = contents;
        Blocks = new PackedBlock[contents.Length];
        for (int i = 0; i < contents.Length; i++)
        {
            int length = contents[i].Length, padded = (length + CacheLine.Bytes - 1) / CacheLine.Bytes * CacheLine.Bytes;
            var buffer = new GuardedBuffer(padded, side);
            _buffers.Add(buffer);
            contents[i].CopyTo(MemoryMarshal.AsBytes(buffer.Span));
            Blocks[i] = new PackedBlock((nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(buffer.Span)), length, buffer);
        }
    }

    public PackedBlock[] Blocks { get; }

    /// <summary>The bytes of a kernel's blocks.</summary>
    public static byte[][] ContentsOf(PreparedKernel kernel) => [.. kernel.Blocks.Select(block => block.Bytes.ToArray())];

    /// <summary>What a file gives a kernel: parameters without multipliers, which are in the blocks.</summary>
    public static TParameters WithoutMultipliers<TParameters>(TParameters parameters)
        where TParameters : LinearParameters
    {
        LinearParameters stripped = (LinearParameters)parameters with { Multipliers = [] };
        return (TParameters)stripped;
    }

    public void AssertUnchanged()
    {
        for (int i = 0; i < Blocks.Length; i++)
        {
            Assert.True(Blocks[i].Bytes.SequenceEqual(_contents[i]), $"block {i} was changed");
            _buffers[i].AssertMarginsUntouched();
        }
    }

    public void Dispose() => _buffers.ForEach(buffer => buffer.Dispose());
}
