using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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

    /// <summary>Converts a row of pixels.</summary>
    /// <param name="luma">Their luma.</param>
    /// <param name="blue">Their blue chroma.</param>
    /// <param name="red">Their red chroma.</param>
    /// <param name="rgb">Where red, green, blue of each pixel go; its length says how many pixels there are.</param>
    public void ToRgb(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> blue, ReadOnlySpan<byte> red, Span<byte> rgb)
    {
        int done = Vector128.IsHardwareAccelerated ? ConvertVectors(luma, blue, red, rgb) : 0;
        ConvertFrom(done, luma, blue, red, rgb);
    }

    /// <summary>Converts pixel by pixel, from pixel <paramref name="start"/> on: the definition of what the vectors compute.</summary>
    internal void ConvertFrom(int start, ReadOnlySpan<byte> luma, ReadOnlySpan<byte> blue, ReadOnlySpan<byte> red, Span<byte> rgb)
    {
        for (int x = start, i = 3 * start; i + 2 < rgb.Length; x++, i += 3)
        {
            int grey = ((luma[x] - _black) * _gain) + Rounding;
            int b = blue[x] - NoChroma;
            int r = red[x] - NoChroma;
            rgb[i] = ToByte(grey + (_redFromRed * r));
            rgb[i + 1] = ToByte(grey + (_greenFromBlue * b) + (_greenFromRed * r));
            rgb[i + 2] = ToByte(grey + (_blueFromBlue * b));
        }
    }

    /// <summary>
    /// Converts sixteen pixels at a time and returns how many were converted. Four pixels are stored as sixteen bytes, so there must be
    /// room for four bytes after the last ones.
    /// </summary>
    private int ConvertVectors(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> blue, ReadOnlySpan<byte> red, Span<byte> rgb)
    {
        int x = 0;
        for (; rgb.Length - (3 * x) >= (3 * Vector128<byte>.Count) + 4; x += Vector128<byte>.Count)
        {
            Span<byte> pixels = rgb[(3 * x)..];
            Vector128<byte> l = Vector128.Create(luma[x..]);
            Vector128<byte> b = Vector128.Create(blue[x..]);
            Vector128<byte> r = Vector128.Create(red[x..]);
            ConvertEight(Vector128.WidenLower(l), Vector128.WidenLower(b), Vector128.WidenLower(r), pixels);
            ConvertEight(Vector128.WidenUpper(l), Vector128.WidenUpper(b), Vector128.WidenUpper(r), pixels[24..]);
        }

        return x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ConvertEight(Vector128<ushort> luma, Vector128<ushort> blue, Vector128<ushort> red, Span<byte> rgb)
    {
        ConvertFour(Vector128.WidenLower(luma), Vector128.WidenLower(blue), Vector128.WidenLower(red)).CopyTo(rgb);
        ConvertFour(Vector128.WidenUpper(luma), Vector128.WidenUpper(blue), Vector128.WidenUpper(red)).CopyTo(rgb[12..]);
    }

    /// <summary>Four pixels in the first twelve bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<byte> ConvertFour(Vector128<uint> luma, Vector128<uint> blue, Vector128<uint> red)
    {
        Vector128<int> grey = ((luma.AsInt32() - Vector128.Create(_black)) * _gain) + Vector128.Create(Rounding);
        Vector128<int> b = blue.AsInt32() - Vector128.Create(NoChroma);
        Vector128<int> r = red.AsInt32() - Vector128.Create(NoChroma);
        Vector128<int> pixels = ToBytes(grey + (r * _redFromRed))
            | (ToBytes(grey + (b * _greenFromBlue) + (r * _greenFromRed)) << 8)
            | (ToBytes(grey + (b * _blueFromBlue)) << 16);
        return Vector128.Shuffle(pixels.AsByte(), Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255));
    }

    private static Vector128<int> ToBytes(Vector128<int> values) =>
        Vector128.Min(Vector128.Max(values >> FractionBits, Vector128<int>.Zero), Vector128.Create(255));

    private static byte ToByte(int value) => (byte)Math.Clamp(value >> FractionBits, 0, 255);
}
