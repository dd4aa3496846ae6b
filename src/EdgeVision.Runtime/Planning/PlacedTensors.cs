using System.Runtime.InteropServices;

namespace EdgeVision.Runtime;

/// <summary>Where the bytes of each tensor are: in the arena, or among the constants that steps read directly.</summary>
internal sealed class PlacedTensors
{
    private readonly int[] _arenaOffsets;
    private readonly int[] _constantOffsets;

    private PlacedTensors(int tensorCount, ArenaLayout arena, IReadOnlyCollection<PlannedTensor> constants)
    {
        Arena = arena;
        _arenaOffsets = [.. Enumerable.Repeat(-1, tensorCount)];
        foreach (ArenaBlock block in arena.Blocks)
        {
            foreach (PlannedTensor tensor in block.Tensors)
                _arenaOffsets[tensor.Index] = block.Offset;
        }

        _constantOffsets = [.. Enumerable.Repeat(-1, tensorCount)];
        (int[] offsets, int bytes) = ArenaPlanner.PlaceSeparately([.. constants.Select(c => new BufferRequest(c.ByteCount, 0, 0))]);
        Constants = GC.AllocateArray<byte>(bytes, pinned: true);
        foreach ((PlannedTensor constant, int offset) in constants.Zip(offsets))
        {
            _constantOffsets[constant.Index] = offset;
            ReadOnlySpan<byte> data = constant.IsByte ? MemoryMarshal.AsBytes<sbyte>(OperatorContext.Int8Domain(constant.Source)) : constant.Source.Data.Span;
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

    public static PlacedTensors Create(
        PlannedTensor[] tensors, Lifetimes lifetimes, IReadOnlyCollection<PlannedTensor> constants, BufferSharing sharing, int stepCount)
    {
        (BufferRequest Request, IReadOnlyList<int> Tensors)[] buffers = [.. lifetimes.Buffers];
        BufferRequest[] requests = [.. buffers.Select(buffer => buffer.Request)];
        (int[] offsets, int totalBytes) = sharing == BufferSharing.Shared ? ArenaPlanner.Place(requests) : ArenaPlanner.PlaceSeparately(requests);
        var blocks = new ArenaBlock[buffers.Length];
        for (int i = 0; i < blocks.Length; i++)
        {
            PlannedTensor[] names = [.. buffers[i].Tensors.Select(t => tensors[t])];
            blocks[i] = new ArenaBlock(names, offsets[i], requests[i].Bytes, requests[i].FirstStep, requests[i].LastStep);
        }

        Array.Sort(blocks, (a, b) => (a.FirstStep, a.Offset).CompareTo((b.FirstStep, b.Offset)));
        var arena = new ArenaLayout(blocks, totalBytes, ArenaPlanner.LowerBound(requests), stepCount);
        return new PlacedTensors(tensors.Length, arena, constants);
    }
}
