namespace EdgeVision.Imaging.Jpeg;

/// <summary>The quantization and Huffman tables that segments define and scans use, four of each.</summary>
internal sealed class JpegTables
{
    private const int Slots = 4;
    private const int LargestDcSize = 15;

    private readonly ushort[]?[] _quantization = new ushort[Slots][];
    private readonly HuffmanTable?[] _dc = new HuffmanTable[Slots];
    private readonly HuffmanTable?[] _ac = new HuffmanTable[Slots];

    /// <summary>Reads the content of a DQT segment.</summary>
    public void DefineQuantization(ReadOnlySpan<byte> content)
    {
        var reader = new ByteReader("JPEG quantization table", content);
        while (reader.Remaining > 0)
        {
            int selector = reader.Byte();
            if (selector >> 4 > 1 || (selector & 15) >= Slots)
                throw ImageFormatException.Damaged("JPEG", $"quantization table selector 0x{selector:X2} is invalid");
            ushort[] table = new ushort[64];
            foreach (byte position in ZigZag.ToRowMajor)
                table[position] = (ushort)(selector >> 4 == 0 ? reader.Byte() : reader.UInt16BigEndian());
            _quantization[selector & 15] = table;
        }
    }

    /// <summary>Reads the content of a DHT segment.</summary>
    public void DefineHuffman(ReadOnlySpan<byte> content)
    {
        var reader = new ByteReader("JPEG Huffman table", content);
        while (reader.Remaining > 0)
        {
            int selector = reader.Byte();
            if (selector >> 4 > 1 || (selector & 15) >= Slots)
                throw ImageFormatException.Damaged("JPEG", $"Huffman table selector 0x{selector:X2} is invalid");
            ReadOnlySpan<byte> counts = reader.Take(16);
            int total = 0;
            foreach (byte count in counts)
                total += count;
            var table = new HuffmanTable(counts, reader.Take(total));
            (selector >> 4 == 0 ? _dc : _ac)[selector & 15] = table;
        }
    }

    /// <summary>A quantization table, row-major.</summary>
    public ushort[] Quantization(int slot) => _quantization[slot]
        ?? throw ImageFormatException.Damaged("JPEG", $"quantization table {slot} is used but not defined");

    /// <summary>A table of DC sizes; the usual one where none is defined, for video frames leave it out.</summary>
    public HuffmanTable Dc(int slot)
    {
        HuffmanTable table = Find(_dc, StandardHuffmanTables.Dc, slot, "DC");
        if (table.LargestSymbol > LargestDcSize)
            throw ImageFormatException.Damaged("JPEG", $"DC Huffman table {slot} has a size above {LargestDcSize}");
        return table;
    }

    /// <summary>A table of AC runs and sizes; the usual one where none is defined, for video frames leave it out.</summary>
    public HuffmanTable Ac(int slot) => Find(_ac, StandardHuffmanTables.Ac, slot, "AC");

    private static HuffmanTable Find(HuffmanTable?[] defined, HuffmanTable[] standard, int slot, string kind) =>
        defined[slot] ?? (slot < standard.Length
            ? standard[slot]
            : throw ImageFormatException.Damaged("JPEG", $"{kind} Huffman table {slot} is used but not defined"));
}
