namespace EdgeVision.Imaging.Jpeg;

/// <summary>
/// The quantization and Huffman tables that segments define and scans use, four of each. Their memory is kept from picture to picture.
/// </summary>
internal sealed class JpegTables
{
    private const int LargestDcSize = 15;

    private const int Slots = 4;

    private readonly ushort[][] _quantization = new ushort[Slots][];
    private readonly bool[] _hasQuantization = new bool[Slots];
    private readonly HuffmanTable[] _dc = new HuffmanTable[Slots];
    private readonly HuffmanTable[] _ac = new HuffmanTable[Slots];

    public JpegTables()
    {
        for (int slot = 0; slot < Slots; slot++)
        {
            _quantization[slot] = new ushort[JpegComponent.BlockLength];
            _dc[slot] = new HuffmanTable();
            _ac[slot] = new HuffmanTable();
        }
    }

    /// <summary>Forgets the tables of the picture before.</summary>
    public void Forget()
    {
        for (int slot = 0; slot < Slots; slot++)
        {
            _hasQuantization[slot] = false;
            _dc[slot].Forget();
            _ac[slot].Forget();
        }
    }

    /// <summary>Reads the content of a DQT segment.</summary>
    public void DefineQuantization(ReadOnlySpan<byte> content)
    {
        var reader = new ByteReader("JPEG quantization table", content);
        while (reader.Remaining > 0)
        {
            int selector = Selector(ref reader, "quantization");
            int slot = selector & 15;
            ushort[] table = _quantization[slot];
            _hasQuantization[slot] = true;
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
            (selector >> 4 == 0 ? _dc : _ac)[selector & 15].Define(counts, reader.Take(total));
        }
    }

    /// <summary>A quantization table, row-major.</summary>
    public ReadOnlySpan<ushort> Quantization(int slot) => _hasQuantization[slot]
        ? _quantization[slot]
        : throw ImageFormatException.Damaged("JPEG", $"quantization table {slot} is used but not defined");

    /// <summary>A table of DC sizes; the usual one where none is defined, for video frames leave it out.</summary>
    public HuffmanTable Dc(int slot)
    {
        HuffmanTable table = _dc[slot].IsDefined ? _dc[slot] : Standard(StandardHuffmanTables.Dc, slot, "DC");
        if (table.LargestSymbol > LargestDcSize)
            throw ImageFormatException.Damaged("JPEG", $"DC Huffman table {slot} has a size above {LargestDcSize}");
        return table;
    }

    /// <summary>A table of AC runs and sizes; the usual one where none is defined, for video frames leave it out.</summary>
    public HuffmanTable Ac(int slot) =>
        _ac[slot].IsDefined ? _ac[slot] : Standard(StandardHuffmanTables.Ac, slot, "AC");

    private static int Selector(ref ByteReader reader, string kind)
    {
        int selector = reader.Byte();
        if (selector >> 4 > 1 || (selector & 15) >= Slots)
            throw ImageFormatException.Damaged("JPEG", $"{kind} table selector 0x{selector:X2} is invalid");
        return selector;
    }

    private static HuffmanTable Standard(HuffmanTable[] tables, int slot, string kind) => slot < tables.Length
        ? tables[slot]
        : throw ImageFormatException.Damaged("JPEG", $"{kind} Huffman table {slot} is used but not defined");
}
