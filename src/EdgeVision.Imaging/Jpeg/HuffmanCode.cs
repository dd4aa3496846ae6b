namespace EdgeVision.Imaging.Jpeg;

/// <summary>A Huffman code's length and symbol; the symbol's lower half says how many bits of a number follow the code.</summary>
internal readonly struct HuffmanCode(int length, int symbol)
{
    /// <summary>From the lowest byte: length with the number's bits, length, symbol.</summary>
    private readonly int _packed = (length + (symbol & 15)) | (length << 8) | (symbol << 16);

    /// <summary>Bits of the code, 1 … 16; 0 stands for no code.</summary>
    public int Length => (_packed >> 8) & 0xFF;

    /// <summary>Bits of the code and of the number after it, at most 31.</summary>
    public int LengthWithNumber => _packed & 0xFF;

    /// <summary>What the code stands for, 0 … 255.</summary>
    public int Symbol => _packed >> 16;

    /// <summary>The symbol's upper half: zeros before the number.</summary>
    public int Run => _packed >> 20;

    /// <summary>The symbol's lower half: bits of the number.</summary>
    public int Size => (_packed >> 16) & 15;
}
