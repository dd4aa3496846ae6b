using System.Buffers.Binary;

namespace EdgeVision.Model.FlatBuffers;

/// <summary>
/// Verified access to an untrusted FlatBuffer: whatever the bytes are, reading yields values or a <see cref="ModelFormatException"/>.
/// </summary>
/// <remarks>
/// Every access is checked against the bounds, in 64 bits. Objects may overlap or be referenced again and again, so bounds alone do not
/// limit the work; a budget in proportion to the file does: each table, vector and string that is read is charged its size. Readers walk
/// a schema of fixed depth, hence cycles cannot recurse. Alignment is not required.
/// </remarks>
internal sealed class FlatBuffer
{
    // An ordinary file is read once, some writers share strings and shapes.
    private const int ReadsOfWholeFile = 4;
    private const int SmallestBudget = 4096;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly string _name;
    private long _budget;
    private string? _part;
    private int _partIndex;

    /// <param name="bytes">Starts with the FlatBuffer; other data may follow it.</param>
    /// <param name="name">What messages call it.</param>
    public FlatBuffer(ReadOnlyMemory<byte> bytes, string name)
    {
        _bytes = bytes;
        _name = name;
        _budget = ((long)bytes.Length * ReadsOfWholeFile) + SmallestBudget;
    }

    /// <summary>The root table, after a check of the four-letter file identifier.</summary>
    public FlatTable Root(ReadOnlySpan<byte> identifier, string formatName)
    {
        if (_bytes.Length < 8 || !_bytes.Span.Slice(4, 4).SequenceEqual(identifier))
            throw Error($"this is not {formatName}; give the path of one");
        return new FlatTable(this, UInt32(0));
    }

    /// <summary>Names the part being read, for messages.</summary>
    public void Enter(string part, int index) => (_part, _partIndex) = (part, index);

    /// <summary>The part named last has been read.</summary>
    public void Leave() => _part = null;

    /// <summary>A damaged file.</summary>
    public ModelFormatException Damaged(string problem) => Error($"{problem}; the file is damaged: fetch or export it again");

    /// <summary>Any error, at the part being read.</summary>
    public ModelFormatException Error(string problem) =>
        new(_part is null ? $"{_name}: {problem}" : $"{_name}: {_part} {_partIndex}: {problem}");

    /// <summary>Bytes at a position, checked.</summary>
    public ReadOnlyMemory<byte> Slice(long position, long length)
    {
        if (position < 0 || length < 0 || position > _bytes.Length - length)
            throw Damaged($"{length} bytes at {position} are outside the {_bytes.Length} bytes there are");
        return _bytes.Slice((int)position, (int)length);
    }

    /// <summary>A 32-bit number at a position, checked.</summary>
    public uint UInt32(long position) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(position, 4).Span);

    /// <summary>A 16-bit number at a position, checked.</summary>
    public ushort UInt16(long position) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(position, 2).Span);

    /// <summary>Follows the unsigned offset stored at a position.</summary>
    public long Follow(long position) => position + UInt32(position);

    /// <summary>Takes the cost of reading an object from the budget.</summary>
    public void Charge(long bytes)
    {
        _budget -= bytes;
        if (_budget < 0)
            throw Damaged("the same bytes are referenced too often");
    }
}
