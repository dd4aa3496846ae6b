namespace EdgeVision.Runtime;

/// <summary>Legacy models store unsigned bytes; here they are int8, 128 lower. Both directions flip the top bit.</summary>
internal static class UnsignedBytes
{
    /// <summary>Adds or subtracts 128, which is the same, in place.</summary>
    public static void Flip(Span<byte> values)
    {
        foreach (ref byte value in values)
            value ^= 0x80;
    }
}
