using EdgeVision.Model.FlatBuffers;

namespace EdgeVision.Model;

/// <summary>The buffers of a file being written. Buffer 0 is empty, as the schema demands; the same memory is stored once.</summary>
internal sealed class BufferList
{
    // The schema's promise: data can be used in place from a mapped file.
    private const int Alignment = 16;

    private readonly List<ReadOnlyMemory<byte>> _buffers = [default];
    private readonly Dictionary<ReadOnlyMemory<byte>, int> _indices = [];

    /// <summary>Bytes of all buffers, with room for their alignment.</summary>
    public long Bytes { get; private set; }

    /// <summary>Takes a buffer.</summary>
    /// <returns>Its number; 0 for no bytes.</returns>
    public int Add(ReadOnlyMemory<byte> data)
    {
        if (data.IsEmpty)
            return 0;
        if (_indices.TryGetValue(data, out int known))
            return known;
        _indices.Add(data, _buffers.Count);
        _buffers.Add(data);
        Bytes += data.Length + (2 * Alignment);
        return _buffers.Count - 1;
    }

    /// <summary>Writes all buffers.</summary>
    public int Write(FlatBufferBuilder b)
    {
        var written = new int[_buffers.Count];
        for (int i = written.Length - 1; i >= 0; i--)
        {
            int data = _buffers[i].IsEmpty ? 0 : b.Scalars(_buffers[i].Span, Alignment);
            b.StartTable(Schema.Buffer.Count);
            b.Object(Schema.Buffer.Data, data);
            written[i] = b.EndTable();
        }

        return b.Objects(written);
    }
}
