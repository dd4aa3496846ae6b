using System.Runtime.InteropServices;

namespace EdgeVision.Runtime;

/// <summary>Where the bytes of each tensor are: in the arena, or among the constants that steps read directly.</summary>
internal sealed class PlacedTensors
{
    private readonly int[] _arenaOffsets;
    private readonly int[] _constantOffsets;

    public PlacedTensors(int tensorCount, ArenaLayout arena, IReadOnlyCollection<PlannedTensor> constants)
    {
        Arena = arena;
        _arenaOffsets = [.. Enumerable.Repeat(-1, tensorCount)];
        foreach (ArenaBlock block in arena.Blocks)
        {
            foreach (PlannedTensor tensor in block.Tensors)
                _arenaOffsets[tensor.Index] = block.Offset;
        }

        _constantOffsets = [.. Enumerable.Repeat(-1, tensorCount)];
        (long[] offsets, long bytes) = ArenaPlanner.PlaceSeparately([.. constants.Select(c => new BufferRequest(c.ByteCount, 0, 0))]);
        Constants = GC.AllocateArray<byte>((int)bytes, pinned: true);
        foreach ((PlannedTensor constant, long offset) in constants.Zip(offsets))
        {
            _constantOffsets[constant.Index] = (int)offset;
            ReadOnlySpan<byte> data = constant.IsByte
                ? MemoryMarshal.AsBytes<sbyte>(OperatorContext.Int8Domain(constant.Source))
                : constant.Source.Data.Span;
            data.CopyTo(Constants.AsSpan((int)offset));
        }
    }

    public ArenaLayout Arena { get; }

    /// <summary>Constants that are read like activations, in the int8 domain.</summary>
    public byte[] Constants { get; }

    /// <summary>Offset in the arena, or −1.</summary>
    public int ArenaOffset(int tensor) => _arenaOffsets[tensor];

    /// <summary>Offset in <see cref="Constants"/>, or −1.</summary>
    public int ConstantOffset(int tensor) => _constantOffsets[tensor];
}
