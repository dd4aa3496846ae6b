namespace EdgeVision.Imaging.Bmp;

/// <summary>
/// Unpacks run-length coded palette indices of 8 or 4 bits, in stored row order. Pixels that the code jumps over keep index 0; what
/// reaches beyond a row is dropped.
/// </summary>
internal ref struct BmpRunLength(ReadOnlySpan<byte> data, BmpHeader header)
{
    private const int EndOfRow = 0;
    private const int EndOfPicture = 1;
    private const int Jump = 2;

    private readonly byte[] _indices = new byte[header.Width * header.Height];
    private ByteReader _reader = new("BMP", data);
    private int _x;
    private int _y;

    /// <summary>One index a byte, row after row without padding.</summary>
    public byte[] Unpack()
    {
        _reader.MoveTo(header.PixelOffset);
        bool more = true;
        while (more && _y < header.Height)
        {
            int count = _reader.Byte();
            int value = _reader.Byte();
            if (count > 0)
                WriteRun(count, value);
            else
                more = Escape(value);
        }

        return _indices;
    }

    private bool Escape(int code)
    {
        switch (code)
        {
            case EndOfRow:
                _x = 0;
                _y++;
                return true;
            case EndOfPicture:
                return false;
            case Jump:
                _x = Math.Min(_x + _reader.Byte(), header.Width);
                _y += _reader.Byte();
                return true;
            default:
                WriteLiterals(code);
                return true;
        }
    }

    private void WriteRun(int count, int value)
    {
        for (int i = 0; i < count; i++)
            Write(header.BitsPerPixel == 8 ? value : Nibble(value, i));
    }

    /// <summary>Literal indices are filled up to an even number of bytes.</summary>
    private void WriteLiterals(int count)
    {
        int bytes = ((count * header.BitsPerPixel) + 7) / 8;
        ReadOnlySpan<byte> literals = _reader.Take((bytes + 1) & ~1);
        for (int i = 0; i < count; i++)
            Write(header.BitsPerPixel == 8 ? literals[i] : Nibble(literals[i / 2], i));
    }

    private static int Nibble(int value, int i) => i % 2 == 0 ? value >> 4 : value & 15;

    private void Write(int index)
    {
        if (_x < header.Width)
            _indices[(_y * header.Width) + _x++] = (byte)index;
    }
}
