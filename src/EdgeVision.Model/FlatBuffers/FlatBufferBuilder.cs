using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace EdgeVision.Model.FlatBuffers;

/// <summary>
/// Writes a FlatBuffer from back to front: what a table refers to must be written before it. Objects are named by their distance from
/// the end of the buffer, which does not change while it grows at the front; 0 names nothing.
/// </summary>
internal sealed class FlatBufferBuilder
{
    private readonly List<int> _vtables = [];
    private byte[] _bytes;
    private int _head;
    private int _alignment = sizeof(uint);
    private int[] _fields = [];
    private int _tableEnd;

    /// <param name="capacity">Bytes expected.</param>
    public FlatBufferBuilder(int capacity)
    {
        _bytes = new byte[capacity];
        _head = capacity;
    }

    private int Used => _bytes.Length - _head;

    /// <summary>A string.</summary>
    public int String(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Align(sizeof(uint), utf8.Length + 1);
        Push<byte>(0);
        Push(utf8);
        Push((uint)utf8.Length);
        return Used;
    }

    /// <summary>A vector of numbers, its first element aligned to <paramref name="alignment"/> (a power of two).</summary>
    public int Scalars<T>(ReadOnlySpan<T> values, int alignment = sizeof(uint))
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values);
        Align(sizeof(uint), bytes.Length);
        Align(Math.Max(alignment, Unsafe.SizeOf<T>()), bytes.Length);
        Push(bytes);
        Push((uint)values.Length);
        return Used;
    }

    /// <summary>A vector of objects.</summary>
    public int Objects(ReadOnlySpan<int> objects)
    {
        Align(sizeof(uint), objects.Length * sizeof(uint));
        for (int i = objects.Length - 1; i >= 0; i--)
            PushOffset(objects[i]);
        Push((uint)objects.Length);
        return Used;
    }

    /// <summary>Begins a table; its fields follow, then <see cref="EndTable"/>. Tables do not nest.</summary>
    public void StartTable(int fieldCount)
    {
        _fields = new int[fieldCount];
        Align(sizeof(uint), 0); // Padding inside the table would give equal tables different vtables.
        _tableEnd = Used;
    }

    /// <summary>A number; nothing is stored for the default.</summary>
    public void Field<T>(int field, T value, T defaultValue = default)
        where T : unmanaged, IEquatable<T>
    {
        if (value.Equals(defaultValue))
            return;
        Align(Unsafe.SizeOf<T>(), 0);
        Push(value);
        _fields[field] = Used;
    }

    /// <summary>A truth value.</summary>
    public void Flag(int field, bool value) => Field<byte>(field, value ? (byte)1 : (byte)0);

    /// <summary>A string, vector or table; nothing is stored for 0.</summary>
    public void Object(int field, int name)
    {
        if (name == 0)
            return;
        Align(sizeof(uint), 0);
        PushOffset(name);
        _fields[field] = Used;
    }

    /// <summary>Finishes the table begun last.</summary>
    public int EndTable()
    {
        Align(sizeof(int), 0);
        Push(0);
        int table = Used;
        int vtable = ShareVTable(PushVTable(table));
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_bytes.Length - table), vtable - table);
        return table;
    }

    /// <summary>The finished buffer.</summary>
    /// <param name="root">The root table.</param>
    /// <param name="identifier">Four letters.</param>
    public byte[] Finish(int root, ReadOnlySpan<byte> identifier)
    {
        Align(_alignment, sizeof(uint) + identifier.Length);
        Push(identifier);
        PushOffset(root);
        return _bytes[_head..];
    }

    private int PushVTable(int table)
    {
        int count = _fields.Length;
        while (count > 0 && _fields[count - 1] == 0)
            count--;
        for (int i = count - 1; i >= 0; i--)
            Push((ushort)(_fields[i] == 0 ? 0 : table - _fields[i]));
        Push((ushort)(table - _tableEnd));
        Push((ushort)(4 + (2 * count)));
        return Used;
    }

    // Tables of the same shape have equal vtables; one copy is enough.
    private int ShareVTable(int added)
    {
        ReadOnlySpan<byte> bytes = VTable(added);
        foreach (int earlier in _vtables)
        {
            if (VTable(earlier).SequenceEqual(bytes))
            {
                _head += bytes.Length;
                return earlier;
            }
        }

        _vtables.Add(added);
        return added;
    }

    private ReadOnlySpan<byte> VTable(int name)
    {
        ReadOnlySpan<byte> bytes = _bytes.AsSpan(_bytes.Length - name);
        return bytes[..BinaryPrimitives.ReadUInt16LittleEndian(bytes)];
    }

    // Pads so that a value of this alignment, written after that many more bytes, is aligned in the finished buffer.
    private void Align(int alignment, int bytesBefore)
    {
        _alignment = Math.Max(_alignment, alignment);
        int padding = -(Used + bytesBefore) & (alignment - 1);
        Reserve(padding).Clear();
    }

    private void PushOffset(int name) => Push((uint)(Used + sizeof(uint) - name));

    private void Push<T>(T value)
        where T : unmanaged => MemoryMarshal.Write(Reserve(Unsafe.SizeOf<T>()), value);

    private void Push(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    private Span<byte> Reserve(int count)
    {
        if (count > _head)
        {
            var larger = new byte[checked(Math.Max(_bytes.Length, count) + _bytes.Length)];
            _bytes.AsSpan(_head).CopyTo(larger.AsSpan(larger.Length - Used));
            _head += larger.Length - _bytes.Length;
            _bytes = larger;
        }

        _head -= count;
        return _bytes.AsSpan(_head, count);
    }
}
