namespace EdgeVision.Imaging.Jpeg;

/// <summary>
/// Reads the entropy-coded bits of a scan: stuffed zero bytes are removed, and at a marker or the file's end zeros are supplied, so
/// that looking ahead needs no checks. <see cref="ThrowIfOverrun"/> tells whether such a zero has been used.
/// </summary>
internal ref struct BitReader(ReadOnlySpan<byte> data, int position)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _position = position;
    private ulong _bits;
    private int _count;
    private int _padding;

    /// <summary>A place at or before the marker that ends the scan, once all of the scan's bits have been used.</summary>
    public readonly int Position => _position;

    /// <summary>Makes sure that 32 bits can be peeked, skipped and received.</summary>
    public void Prepare()
    {
        if (_count < 32)
            Fill();
    }

    /// <summary>The next <paramref name="count"/> ≤ 16 prepared bits, without using them.</summary>
    public readonly int Peek(int count) => (int)(_bits >> (_count - count)) & ((1 << count) - 1);

    /// <summary>Uses prepared bits.</summary>
    public void Skip(int count) => _count -= count;

    /// <summary>The next <paramref name="count"/> ≤ 16 bits.</summary>
    public int Read(int count)
    {
        Prepare();
        int value = Peek(count);
        Skip(count);
        return value;
    }

    /// <summary>A signed number of <paramref name="size"/> ≤ 15 prepared bits: a leading zero bit marks the negative ones.</summary>
    public int ReceiveSigned(int size)
    {
        int value = Peek(size);
        Skip(size);
        return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
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
        while (_count <= 56)
        {
            _bits = (_bits << 8) | NextByte();
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
