namespace EdgeVision.Imaging.Frames;

/// <summary>
/// Luma and chroma to red, green, blue after ITU-R BT.601, in integers: <c>c = clamp((gain · (Y − black) + a · (Cb − 128) +
/// b · (Cr − 128) + 2¹⁵) / 2¹⁶)</c>, divided towards −∞, with the factors of each colour rounded to 16 fraction bits.
/// </summary>
internal sealed class YuvMatrix
{
    private const int FractionBits = 16;
    private const int Rounding = 1 << (FractionBits - 1);
    private const int NoChroma = 128;

    private readonly int _black;
    private readonly int _gain;
    private readonly int _redFromRed;
    private readonly int _greenFromBlue;
    private readonly int _greenFromRed;
    private readonly int _blueFromBlue;

    private YuvMatrix(int black, int gain, int redFromRed, int greenFromBlue, int greenFromRed, int blueFromBlue)
    {
        _black = black;
        _gain = gain;
        _redFromRed = redFromRed;
        _greenFromBlue = greenFromBlue;
        _greenFromRed = greenFromRed;
        _blueFromBlue = blueFromBlue;
    }

    /// <summary>JFIF's: 1, 1.402, 0.34414 (libjpeg rounds it to five digits), 0.714136, 1.772.</summary>
    public static YuvMatrix Full { get; } = new(0, 65536, 91881, -22554, -46802, 116130);

    /// <summary>Television's: the same, with luma times 255/219 and chroma times 255/224.</summary>
    public static YuvMatrix Limited { get; } = new(16, 76309, 104597, -25675, -53279, 132201);

    public static YuvMatrix Of(ColorRange range) => range == ColorRange.Full ? Full : Limited;

    /// <summary>Converts triples of luma, blue chroma, red chroma in place.</summary>
    public void ToRgb(Span<byte> pixels)
    {
        for (int i = 0; i + 2 < pixels.Length; i += 3)
        {
            int luma = ((pixels[i] - _black) * _gain) + Rounding;
            int blue = pixels[i + 1] - NoChroma;
            int red = pixels[i + 2] - NoChroma;
            pixels[i] = ToByte(luma + (_redFromRed * red));
            pixels[i + 1] = ToByte(luma + (_greenFromBlue * blue) + (_greenFromRed * red));
            pixels[i + 2] = ToByte(luma + (_blueFromBlue * blue));
        }
    }

    private static byte ToByte(int value) => (byte)Math.Clamp(value >> FractionBits, 0, 255);
}
