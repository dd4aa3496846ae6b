using EdgeVision.Model.FlatBuffers;

namespace EdgeVision.Model;

/// <summary>The buffers of a model file: constants and metadata refer to them by number.</summary>
internal sealed class BufferTable(FlatBuffer buffer, FlatTables buffers)
{
    // Files above 2 GB keep data behind the FlatBuffer; offsets 0 and 1 mean "not there".
    private const ulong SmallestExternalOffset = 2;

    /// <summary>Bytes of one buffer, not copied; empty when it holds none.</summary>
    public ReadOnlyMemory<byte> Data(uint index)
    {
        if (index == 0)
            return default;
        if (index >= (uint)buffers.Count)
            throw buffer.Damaged($"buffer {index} does not exist, there are {buffers.Count}");
        FlatTable table = buffers[(int)index];
        ReadOnlyMemory<byte> data = table.Bytes(Schema.Buffer.Data);
        return data.IsEmpty
            ? External(buffer, table.Scalar<ulong>(Schema.Buffer.Offset), table.Scalar<ulong>(Schema.Buffer.Size))
            : data;
    }

    /// <summary>Bytes at a position of the file; empty when there are none.</summary>
    public static ReadOnlyMemory<byte> External(FlatBuffer buffer, ulong offset, ulong size)
    {
        if (offset < SmallestExternalOffset || size == 0)
            return default;
        if (offset > int.MaxValue || size > int.MaxValue)
            throw buffer.Damaged($"{size} bytes at {offset} are outside the file");
        return buffer.Slice((long)offset, (long)size);
    }
}
