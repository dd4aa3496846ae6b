namespace EdgeVision.Imaging.Netpbm;

/// <summary>Reads PBM, PGM and PPM, as text (P1, P2, P3) or binary (P4, P5, P6), with any largest value up to 65535.</summary>
internal ref struct NetpbmDecoder(ReadOnlySpan<byte> data, DecoderLimits limits)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _position = 2;

    /// <summary>Whether the data start like a Netpbm file.</summary>
    public static bool Recognizes(ReadOnlySpan<byte> data) =>
        data is [(byte)'P', >= (byte)'1' and <= (byte)'6', var next, ..] && (IsSpace(next) || next == '#');

    /// <summary>The picture.</summary>
    public RgbImage Decode()
    {
        int kind = _data[1] - '0';
        bool isBitmap = kind is 1 or 4;
        int channels = kind is 3 or 6 ? 3 : 1;
        int width = ReadNumber(int.MaxValue);
        int height = ReadNumber(int.MaxValue);
        limits.CheckSize("Netpbm", width, height);
        int largest = isBitmap ? 1 : ReadNumber(ushort.MaxValue);
        if (largest == 0)
            throw Damaged("the largest sample value is 0");
        byte[] scale = isBitmap ? [255, 0] : ScaleTable(largest);
        long samples = (long)width * height * channels;
        long leastBytes = kind switch
        {
            1 => samples,
            4 => (width + 7L) / 8 * height,
            <= 3 => (2 * samples) - 1,
            _ => samples * (largest > 255 ? 2 : 1),
        };
        if (kind > 3)
            SkipSingleSpace();
        if (leastBytes > _data.Length - _position)
            throw Damaged($"{width}x{height} needs {leastBytes} bytes of pixels, {_data.Length - _position} follow");

        RgbImage image = RgbImage.Black(width, height);
        for (int y = 0; y < height; y++)
            ReadRow(kind, scale, channels, image.MutableRow(y));
        return image;
    }

    private static bool IsSpace(byte b) => b is (byte)' ' or (>= 9 and <= 13);

    /// <summary>Index: sample, result: 0 … 255, rounded to nearest, ties to even.</summary>
    private static byte[] ScaleTable(int largest)
    {
        byte[] table = new byte[largest + 1];
        for (int i = 0; i <= largest; i++)
            table[i] = (byte)Math.Round(i / (double)largest * 255);
        return table;
    }

    private void ReadRow(int kind, byte[] scale, int channels, Span<byte> rgb)
    {
        for (int i = 0; i < rgb.Length; i += channels == 1 ? 3 : 1)
        {
            int sample = kind switch
            {
                1 => ReadDigit(),
                4 => (_data[_position + (i / 24)] >> (7 - (i / 3 & 7))) & 1,
                <= 3 => ReadNumber(scale.Length - 1),
                _ => ReadBinary(scale.Length - 1),
            };
            rgb.Slice(i, channels == 1 ? 3 : 1).Fill(scale[sample]);
        }

        if (kind == 4)
            _position += ((rgb.Length / 3) + 7) / 8;
    }

    private int ReadBinary(int largest)
    {
        int sample = _data[_position++];
        if (largest > 255)
            sample = (sample << 8) | _data[_position++];
        return sample <= largest ? sample : throw Damaged($"the sample {sample} is above the largest value {largest}");
    }

    /// <summary>A text bitmap's digits need no space between them.</summary>
    private int ReadDigit()
    {
        SkipSpaceAndComments();
        if (_position >= _data.Length || _data[_position] is not ((byte)'0' or (byte)'1'))
            throw Damaged("a 0 or 1 is missing");
        return _data[_position++] - '0';
    }

    private int ReadNumber(int largest)
    {
        SkipSpaceAndComments();
        int start = _position;
        long value = 0;
        for (; _position < _data.Length && char.IsAsciiDigit((char)_data[_position]); _position++)
        {
            value = (value * 10) + _data[_position] - '0';
            if (value > largest)
                throw Damaged($"a number is above {largest}");
        }

        return _position > start ? (int)value : throw Damaged("a number is missing");
    }

    private void SkipSpaceAndComments()
    {
        for (; _position < _data.Length; _position++)
        {
            if (_data[_position] == '#')
            {
                while (_position < _data.Length && _data[_position] != '\n')
                    _position++;
            }
            else if (!IsSpace(_data[_position]))
            {
                return;
            }
        }
    }

    private void SkipSingleSpace()
    {
        if (_position >= _data.Length || !IsSpace(_data[_position]))
            throw Damaged("the space before the pixels is missing");
        _position++;
    }

    private readonly ImageFormatException Damaged(string what) =>
        ImageFormatException.Damaged("Netpbm", $"{what}, at byte {_position}");
}
