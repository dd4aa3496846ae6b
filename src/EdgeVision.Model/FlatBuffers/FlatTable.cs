using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace EdgeVision.Model.FlatBuffers;

/// <summary>One table of a <see cref="FlatBuffer"/>. The default value is a table without fields: every field has its default.</summary>
internal readonly struct FlatTable
{
    private const long Absent = -1;

    private readonly FlatBuffer? _buffer;
    private readonly long _position;
    private readonly long _vtable;
    private readonly int _vtableLength;
    private readonly int _length;

    public FlatTable(FlatBuffer buffer, long position)
    {
        _buffer = buffer;
        _position = position;
        _vtable = position - (int)buffer.UInt32(position);
        _vtableLength = buffer.UInt16(_vtable);
        _length = buffer.UInt16(_vtable + 2);
        if (_vtableLength < 4 || _vtableLength % 2 != 0 || _length < 4)
            throw buffer.Damaged($"the table at {position} has an impossible size");
        buffer.Slice(_vtable, _vtableLength);
        buffer.Slice(position, _length);
        buffer.Charge(_length + sizeof(uint));
    }

    /// <summary>A number. <typeparamref name="T"/> has the layout of the schema's type, little-endian.</summary>
    public T Scalar<T>(int field, T defaultValue = default)
        where T : unmanaged
    {
        long position = Find(field, Unsafe.SizeOf<T>());
        return position == Absent ? defaultValue : MemoryMarshal.Read<T>(_buffer!.Slice(position, Unsafe.SizeOf<T>()).Span);
    }

    /// <summary>A truth value.</summary>
    public bool Flag(int field) => Scalar<byte>(field) != 0;

    /// <summary>A string; <see langword="null"/> when absent. Bytes that are not UTF-8 become U+FFFD.</summary>
    public string? String(int field)
    {
        if (!TryVector(field, sizeof(byte), out FlatVector vector))
            return null;
        _buffer!.Charge(vector.Count);
        return Encoding.UTF8.GetString(_buffer.Slice(vector.Position, vector.Count).Span);
    }

    /// <summary>A copy of a vector of numbers; empty when absent.</summary>
    public T[] Scalars<T>(int field)
        where T : unmanaged
    {
        if (!TryVector(field, Unsafe.SizeOf<T>(), out FlatVector vector))
            return [];
        long length = (long)vector.Count * Unsafe.SizeOf<T>();
        _buffer!.Charge(length);
        return MemoryMarshal.Cast<byte, T>(_buffer.Slice(vector.Position, length).Span).ToArray();
    }

    /// <summary>A vector of bytes, not copied; empty when absent.</summary>
    public ReadOnlyMemory<byte> Bytes(int field) =>
        TryVector(field, sizeof(byte), out FlatVector vector) ? _buffer!.Slice(vector.Position, vector.Count) : default;

    /// <summary>A nested table; without fields when absent.</summary>
    public FlatTable Table(int field)
    {
        long position = Find(field, sizeof(uint));
        return position == Absent ? default : new FlatTable(_buffer!, _buffer!.Follow(position));
    }

    /// <summary>Whether a field is stored.</summary>
    public bool Has(int field) => Find(field, 0) != Absent;

    /// <summary>A vector of tables; empty when absent.</summary>
    public FlatTables Tables(int field)
    {
        if (!TryVector(field, sizeof(uint), out FlatVector vector))
            return default;
        _buffer!.Charge((long)vector.Count * sizeof(uint));
        return new FlatTables(_buffer, vector);
    }

    private bool TryVector(int field, int elementSize, out FlatVector vector)
    {
        long position = Find(field, sizeof(uint));
        if (position == Absent)
        {
            vector = default;
            return false;
        }

        long start = _buffer!.Follow(position);
        uint count = _buffer.UInt32(start);
        _buffer.Slice(start + sizeof(uint), (long)count * elementSize);
        vector = new FlatVector(start + sizeof(uint), (int)count);
        return true;
    }

    private long Find(int field, int size)
    {
        int entry = 4 + (2 * field);
        if (_buffer is null || entry >= _vtableLength)
            return Absent;
        int offset = _buffer.UInt16(_vtable + entry);
        if (offset == 0)
            return Absent;
        if (offset < 4 || offset + size > _length)
            throw _buffer.Damaged($"field {field} lies outside its table at {_position}");
        return _position + offset;
    }
}
