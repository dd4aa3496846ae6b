using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources.Hdf5;

/// <summary>Where texts of variable length are.</summary>
internal static class GlobalHeap
{
    /// <summary>Reads a reference (length, collection, object) and the text it names.</summary>
    public static ReadOnlyMemory<byte> Read(SourceFile file, ref Hdf5Block reference)
    {
        uint length = reference.UInt32();
        ulong address = reference.UInt64();
        uint wanted = reference.UInt32();
        if (length == 0)
            return ReadOnlyMemory<byte>.Empty;
        Hdf5Block header = Hdf5Block.At(file, address);
        header.Signature("GCOL"u8, "a global heap");
        header.Skip(4);
        Hdf5Block heap = Hdf5Block.At(file, address, header.UInt64());
        heap.Skip(16);
        while (heap.Remaining >= 16)
        {
            int index = heap.UInt16();
            heap.Skip(6);
            ulong size = heap.UInt64();
            if (index == 0)
                break;
            Hdf5Block item = heap.Take((int)Math.Min(size, int.MaxValue));
            if (index == wanted)
                return item.Bytes((int)Math.Min(length, int.MaxValue));
            heap.Align();
        }

        throw reference.Error($"object {wanted} is not in the global heap at byte {address}; the file is damaged");
    }
}
