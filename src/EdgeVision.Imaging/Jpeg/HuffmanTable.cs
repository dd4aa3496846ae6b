using System.Runtime.CompilerServices;

namespace EdgeVision.Imaging.Jpeg;

/// <summary>Decodes one Huffman code: short codes by one look-up, the others length by length. It can be defined again and again.</summary>
internal sealed class HuffmanTable
{
    private const int LongestCode = 16;
    private const int LookupBits = 9;

    private byte[] _symbols = [];
    private int _symbolCount;

    /// <summary>Indexed by the next 9 bits: the code they start with, none where it is longer.</summary>
    private readonly HuffmanCode[] _lookup = new HuffmanCode[1 << LookupBits];

    /// <summary>Indexed by length: the first code that is too large for it.</summary>
    private readonly int[] _end = new int[LongestCode + 1];

    /// <summary>Indexed by length: what to add to a code to find its symbol.</summary>
    private readonly int[] _symbolOffset = new int[LongestCode + 1];

    /// <summary>Whether it is defined in the current picture.</summary>
    public bool IsDefined { get; private set; }

    /// <summary>Forgets the picture before.</summary>
    public void Forget() => IsDefined = false;

    /// <param name="counts">How many codes there are of each length 1 … 16.</param>
    /// <param name="symbols">Their symbols, in the order of the codes.</param>
    /// <exception cref="ImageFormatException">The lengths describe no prefix code.</exception>
    public void Define(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        if (_symbols.Length < symbols.Length)
            _symbols = new byte[symbols.Length];
        symbols.CopyTo(_symbols);
        _symbolCount = symbols.Length;
        IsDefined = true;
        Array.Clear(_lookup);
        int code = 0;
        int index = 0;
        for (int length = 1; length <= LongestCode; length++)
        {
            _symbolOffset[length] = index - code;
            for (int i = 0; i < counts[length - 1]; i++)
                AddToLookup(length, code++, symbols[index++]);
            if (code > 1 << length)
                throw ImageFormatException.Damaged("JPEG", $"a Huffman table has too many codes of {length} bits");
            _end[length] = code;
            code <<= 1;
        }
    }

    /// <summary>The largest symbol.</summary>
    public int LargestSymbol
    {
        get
        {
            int largest = 0;
            foreach (byte symbol in _symbols.AsSpan(0, _symbolCount))
                largest = Math.Max(largest, symbol);
            return largest;
        }
    }

    /// <summary>The code that the prepared bits start with; they are not used yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HuffmanCode Find(ref BitReader bits)
    {
        HuffmanCode code = _lookup[bits.Peek(LookupBits)];
        return code.Length > 0 ? code : FindLong(ref bits);
    }

    /// <summary>Reads one code and returns its symbol; 16 more bits are then prepared.</summary>
    public int Decode(ref BitReader bits)
    {
        bits.Prepare();
        HuffmanCode code = Find(ref bits);
        bits.Skip(code.Length);
        return code.Symbol;
    }

    private HuffmanCode FindLong(ref BitReader bits)
    {
        for (int length = LookupBits + 1; length <= LongestCode; length++)
        {
            int code = bits.Peek(length);
            if (code < _end[length])
                return new HuffmanCode(length, _symbols[code + _symbolOffset[length]]);
        }

        bits.ThrowIfOverrun();
        throw ImageFormatException.Damaged("JPEG", $"an invalid Huffman code before byte {bits.Position}");
    }

    private void AddToLookup(int length, int code, byte symbol)
    {
        if (length > LookupBits || code >= 1 << length)
            return;
        int free = LookupBits - length;
        var entry = new HuffmanCode(length, symbol);
        for (int i = code << free; i < (code + 1) << free; i++)
            _lookup[i] = entry;
    }
}
