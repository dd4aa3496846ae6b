namespace EdgeVision.Testing;

/// <summary>
/// xorshift32 (Marsaglia, "Xorshift RNGs", 2003), the generator of every seeded test and of the golden <c>prng</c> inputs:
/// the same seed gives the same bytes on every machine and runtime version.
/// </summary>
public sealed class Prng
{
    private uint _state;

    /// <summary>Starts at <paramref name="seed"/>, which must not be zero.</summary>
    public Prng(uint seed = 0x12345678) => _state = seed == 0 ? 0x12345678 : seed;

    /// <summary>The next 32 bits.</summary>
    public uint NextUInt32()
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return _state;
    }

    /// <summary>The next byte: the top 8 bits of <see cref="NextUInt32"/>.</summary>
    public byte NextByte() => (byte)(NextUInt32() >> 24);

    /// <summary>A value in [<paramref name="min"/>, <paramref name="maxInclusive"/>].</summary>
    public int Next(int min, int maxInclusive) => (int)(min + (long)(NextUInt32() % (ulong)((long)maxInclusive - min + 1)));

    /// <summary>A value in [0, 1).</summary>
    public double NextDouble() => NextUInt32() / 4294967296.0;

    /// <summary>An int8 weight, bell-shaped as trained weights are: from −127 to 127, with a standard deviation of 37.</summary>
    public sbyte NextWeight() => (sbyte)((NextByte() + NextByte() + NextByte() + NextByte() - 510) / 4);

    /// <summary>Fills with bytes.</summary>
    public void Fill(Span<byte> destination)
    {
        foreach (ref byte b in destination)
            b = NextByte();
    }

    /// <summary>Fills with values of the whole int8 range.</summary>
    public void Fill(Span<sbyte> destination)
    {
        foreach (ref sbyte b in destination)
            b = (sbyte)NextByte();
    }
}
