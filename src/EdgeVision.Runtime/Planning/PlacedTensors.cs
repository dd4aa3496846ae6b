using System.Runtime.InteropServices;

namespace EdgeVision.Runtime;

/// <summary>Where the bytes of each tensor are: in the arena, or among the constants that steps read directly.</summary>
internal sealed class PlacedTensors
{
    private readonly int[] _arenaOffsets;
    private readonly int[] _constantOffsets;

    public PlacedTensors(int tensorCount, ArenaLayout arena, PlannedTensor[] constants)
    {
        Arena = arena;
        _arenaOffsets = new int[tensorCount];
        Array.Fill(_arenaOffsets, -1);
        foreach (ArenaBlock block in arena.Blocks)
        {
            foreach (PlannedTensor tensor in block.Tensors)
                _arenaOffsets[tensor.Index] = block.Offset;
        }

        _constantOffsets = new int[tensorCount];
        Array.Fill(_constantOffsets, -1);
        (long[] offsets, long bytes) = ArenaPlanner.PlaceSeparately(Array.ConvertAll(constants, c => new BufferRequest(c.ByteCount, 0, 0)));
        Constants = GC.AllocateArray<byte>((int)bytes, pinned: true);
        for (int i = 0; i < constants.Length; i++)
        {
            PlannedTensor constant = constants[i];
            int offset = (int)offsets[i];
            _constantOffsets[constant.Index] = offset;
            ReadOnlySpan<byte> data = constant.IsByte
                ? MemoryMarshal.AsBytes(OperatorContext.Int8Domain(constant.Source))
                : constant.Source.Data.Span;
            data.CopyTo(Constants.AsSpan(offset));
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
