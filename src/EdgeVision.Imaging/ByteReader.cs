using System.Buffers.Binary;

namespace EdgeVision.Imaging;

/// <summary>Reads headers from memory; an end that comes too early becomes an <see cref="ImageFormatException"/>.</summary>
/// <param name="format">The name of the format or its part, for messages.</param>
/// <param name="data">The whole file, or a part with its own count of bytes.</param>
internal ref struct ByteReader(string format, ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;

    /// <summary>Where the next byte is read.</summary>
    public int Position { get; private set; }

    /// <summary>Bytes from <see cref="Position"/> to the end.</summary>
    public readonly int Remaining => _data.Length - Position;

    /// <summary>The next <paramref name="count"/> bytes.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)Remaining)
            throw ImageFormatException.Damaged(format, $"the data end at byte {_data.Length}, at byte {Position} belong {count} more");

        ReadOnlySpan<byte> taken = _data.Slice(Position, count);
        Position += count;
        return taken;
    }

    /// <summary>Continues at another place.</summary>
    public void MoveTo(int position)
    {
        Position = 0;
        Take(position);
    }

    public byte Byte() => Take(1)[0];

    public int UInt16BigEndian() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public uint UInt32BigEndian() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public int UInt16LittleEndian() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int Int32LittleEndian() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint UInt32LittleEndian() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
}
