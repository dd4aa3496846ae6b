namespace EdgeVision.Imaging.Netpbm;

internal readonly ref struct NetpbmDecoder(ReadOnlySpan<byte> data, DecoderLimits limits)
{
    private readonly ReadOnlySpan<byte> _d = data;
    private readonly DecoderLimits _l = limits;
    public static bool Recognizes(ReadOnlySpan<byte> data) => false;
    public RgbImage Decode() => throw new ImageFormatException("" + _d.Length + _l);
}
