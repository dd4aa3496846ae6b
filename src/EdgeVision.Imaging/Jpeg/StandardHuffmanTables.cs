namespace EdgeVision.Imaging.Jpeg;

/// <summary>
/// The Huffman tables of ITU-T T.81, annex K.3. Frames of a Motion JPEG stream use them without carrying them.
/// </summary>
internal static class StandardHuffmanTables
{
    /// <summary>DC tables: luminance, chrominance.</summary>
    public static HuffmanTable[] Dc { get; } =
    [
        Create("00010501010101010100000000000000", "000102030405060708090A0B"),
        Create("00030101010101010101010000000000", "000102030405060708090A0B"),
    ];

    /// <summary>AC tables: luminance, chrominance.</summary>
    public static HuffmanTable[] Ac { get; } =
    [
        Create(
            "0002010303020403050504040000017D",
            "01020300041105122131410613516107227114328191A1082342B1C11552D1F0"
            + "2433627282090A161718191A25262728292A3435363738393A43444546474849"
            + "4A535455565758595A636465666768696A737475767778797A83848586878889"
            + "8A92939495969798999AA2A3A4A5A6A7A8A9AAB2B3B4B5B6B7B8B9BAC2C3C4C5"
            + "C6C7C8C9CAD2D3D4D5D6D7D8D9DAE1E2E3E4E5E6E7E8E9EAF1F2F3F4F5F6F7F8"
            + "F9FA"),
        Create(
            "00020102040403040705040400010277",
            "000102031104052131061241510761711322328108144291A1B1C109233352F0"
            + "156272D10A162434E125F11718191A262728292A35363738393A434445464748"
            + "494A535455565758595A636465666768696A737475767778797A828384858687"
            + "88898A92939495969798999AA2A3A4A5A6A7A8A9AAB2B3B4B5B6B7B8B9BAC2C3"
            + "C4C5C6C7C8C9CAD2D3D4D5D6D7D8D9DAE2E3E4E5E6E7E8E9EAF2F3F4F5F6F7F8"
            + "F9FA"),
    ];

    /// <param name="counts">Codes of each length 1 … 16, one hexadecimal byte each.</param>
    /// <param name="symbols">Their symbols, one hexadecimal byte each.</param>
    private static HuffmanTable Create(string counts, string symbols)
    {
        var table = new HuffmanTable();
        table.Define(Convert.FromHexString(counts), Convert.FromHexString(symbols));
        return table;
    }
}
