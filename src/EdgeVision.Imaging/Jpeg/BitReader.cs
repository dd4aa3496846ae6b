using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace EdgeVision.Imaging.Jpeg;

/// <summary>
/// Reads the entropy-coded bits of a scan: stuffed zero bytes are removed, and at a marker or the file's end zeros are supplied, so
/// that looking ahead needs no checks. <see cref="ThrowIfOverrun"/> tells whether such a zero has been used.
/// </summary>
internal ref struct BitReader(ReadOnlySpan<byte> data, int position)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _position = position;

    /// <summary>The next bits, the first one highest; zeros below the last one.</summary>
    private ulong _bits;

    private int _count;
    private int _padding;

    /// <summary>A place at or before the marker that ends the scan, once all of the scan's bits have been used.</summary>
    public readonly int Position => _position;

    /// <summary>Makes sure that 32 bits can be peeked, skipped and received.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prepare()
    {
        if (_count < 32)
            Fill();
    }

    /// <summary>The next 1 ≤ <paramref name="count"/> ≤ 16 prepared bits, without using them.</summary>
    public readonly int Peek(int count) => (int)(_bits >> (64 - count));

    /// <summary>Uses prepared bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(int count)
    {
        _bits <<= count;
        _count -= count;
    }

    /// <summary>The next <paramref name="count"/> ≤ 16 bits.</summary>
    public int Read(int count)
    {
        Prepare();
        int value = (int)(_bits >> 1 >> (63 - count));
        Skip(count);
        return value;
    }

    /// <summary>The signed number of 1 … 15 bits after a prepared code: a leading zero marks the negative ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int NumberAfter(HuffmanCode code)
    {
        ulong bits = _bits << code.Length;
        int negative = (int)(~(long)bits >> 63);
        return (int)(bits >> (64 - code.Size)) + (negative & (1 - (1 << code.Size)));
    }

    /// <summary>Refuses a scan whose bits ended before its blocks.</summary>
    public readonly void ThrowIfOverrun()
    {
        if (_count < _padding)
            throw ImageFormatException.Damaged("JPEG", $"the picture data end too early, at byte {_position}");
    }

    /// <summary>Drops the bits up to the next marker, which must be restart marker <paramref name="number"/> of 0 … 7.</summary>
    public void Restart(int number)
    {
        _bits = 0;
        _count = 0;
        _padding = 0;
        int end = _position;
        while (end + 1 < _data.Length && (_data[end] != 0xFF || _data[end + 1] is 0 or 0xFF))
            end++;
        if (end + 1 >= _data.Length || _data[end + 1] != (byte)JpegMarker.Rst0 + number)
            throw ImageFormatException.Damaged("JPEG", $"restart marker {number} is missing at byte {end}");
        _position = end + 2;
    }

    private void Fill()
    {
        if (_data.Length - _position >= sizeof(uint))
        {
            uint next = BinaryPrimitives.ReadUInt32BigEndian(_data[_position..]);
            if (!HasByteFF(next))
            {
                _bits |= (ulong)next << (32 - _count);
                _count += 32;
                _position += sizeof(uint);
                return;
            }
        }

        FillByBytes();
    }

    /// <summary>Whether one of the bytes is 0xFF: then its complement is 0, from which 1 cannot be taken without borrowing.</summary>
    private static bool HasByteFF(uint bytes) => (bytes & 0x80808080 & (~bytes - 0x01010101)) != 0;

    private void FillByBytes()
    {
        while (_count <= 56)
        {
            _bits |= (ulong)NextByte() << (56 - _count);
            _count += 8;
        }
    }

    private byte NextByte()
    {
        if (_position < _data.Length && _data[_position] != 0xFF)
            return _data[_position++];
        int next = _position + 1;
        while (next < _data.Length && _data[next] == 0xFF)
            next++;
        if (next < _data.Length && _data[next] == 0)
        {
            _position = next + 1;
            return 0xFF;
        }

        _padding += 8;
        return 0;
    }
}
