namespace EdgeVision.Imaging.Jpeg;

/// <summary>
/// The quantization and Huffman tables that segments define and scans use, four of each. Their memory is kept from picture to picture.
/// </summary>
internal sealed class JpegTables
{
    private const int LargestDcSize = 15;

    private readonly Slots<ushort[]> _quantization = new(() => new ushort[JpegComponent.BlockLength]);
    private readonly Slots<HuffmanTable> _dc = new(() => new HuffmanTable());
    private readonly Slots<HuffmanTable> _ac = new(() => new HuffmanTable());

    /// <summary>Forgets the tables of the picture before.</summary>
    public void Forget()
    {
        _quantization.Forget();
        _dc.Forget();
        _ac.Forget();
    }

    /// <summary>Reads the content of a DQT segment.</summary>
    public void DefineQuantization(ReadOnlySpan<byte> content)
    {
        var reader = new ByteReader("JPEG quantization table", content);
        while (reader.Remaining > 0)
        {
            int selector = Selector(ref reader, "quantization");
            ushort[] table = _quantization.Define(selector & 15);
            foreach (byte position in ZigZag.ToRowMajor)
                table[position] = (ushort)(selector >> 4 == 0 ? reader.Byte() : reader.UInt16BigEndian());
        }
    }

    /// <summary>Reads the content of a DHT segment.</summary>
    public void DefineHuffman(ReadOnlySpan<byte> content)
    {
        var reader = new ByteReader("JPEG Huffman table", content);
        while (reader.Remaining > 0)
        {
            int selector = Selector(ref reader, "Huffman");
            ReadOnlySpan<byte> counts = reader.Take(16);
            int total = 0;
            foreach (byte count in counts)
                total += count;
            (selector >> 4 == 0 ? _dc : _ac).Define(selector & 15).Define(counts, reader.Take(total));
        }
    }

    /// <summary>A quantization table, row-major.</summary>
    public ReadOnlySpan<ushort> Quantization(int slot) => _quantization[slot]
        ?? throw ImageFormatException.Damaged("JPEG", $"quantization table {slot} is used but not defined");

    /// <summary>A table of DC sizes; the usual one where none is defined, for video frames leave it out.</summary>
    public HuffmanTable Dc(int slot)
    {
        HuffmanTable table = _dc[slot] ?? Standard(StandardHuffmanTables.Dc, slot, "DC");
        if (table.LargestSymbol > LargestDcSize)
            throw ImageFormatException.Damaged("JPEG", $"DC Huffman table {slot} has a size above {LargestDcSize}");
        return table;
    }

    /// <summary>A table of AC runs and sizes; the usual one where none is defined, for video frames leave it out.</summary>
    public HuffmanTable Ac(int slot) => _ac[slot] ?? Standard(StandardHuffmanTables.Ac, slot, "AC");

    private static int Selector(ref ByteReader reader, string kind)
    {
        int selector = reader.Byte();
        if (selector >> 4 > 1 || (selector & 15) >= Slots<object>.Count)
            throw ImageFormatException.Damaged("JPEG", $"{kind} table selector 0x{selector:X2} is invalid");
        return selector;
    }

    private static HuffmanTable Standard(HuffmanTable[] tables, int slot, string kind) => slot < tables.Length
        ? tables[slot]
        : throw ImageFormatException.Damaged("JPEG", $"{kind} Huffman table {slot} is used but not defined");

    /// <summary>Four tables, each made when it is first defined.</summary>
    private sealed class Slots<T>(Func<T> create)
        where T : class
    {
        public const int Count = 4;

        private readonly T?[] _tables = new T?[Count];
        private readonly bool[] _defined = new bool[Count];

        /// <summary>The table, or <see langword="null"/> while it is not defined.</summary>
        public T? this[int slot] => _defined[slot] ? _tables[slot] : null;

        public T Define(int slot)
        {
            _defined[slot] = true;
            return _tables[slot] ??= create();
        }

        public void Forget() => Array.Clear(_defined);
    }
}
