using EdgeVision.Imaging.Frames;

namespace EdgeVision.Imaging.Jpeg;

/// <summary>Turns rows of components into RGB, with the integer arithmetic of libjpeg and, for inks, of Pillow.</summary>
internal static class JpegColor
{
    /// <summary>Converts one row.</summary>
    /// <param name="space">What the components mean.</param>
    /// <param name="components">The upsampled components, as many as the colour space has.</param>
    /// <param name="y">The row.</param>
    /// <param name="rgb">Where it goes.</param>
    public static void ConvertRow(JpegColorSpace space, Upsampler[] components, int y, Span<byte> rgb)
    {
        ReadOnlySpan<byte> first = components[0].Row(y);
        if (space == JpegColorSpace.Grey)
        {
            Interleave(first, first, first, rgb);
            return;
        }

        ReadOnlySpan<byte> second = components[1].Row(y);
        ReadOnlySpan<byte> third = components[2].Row(y);
        if (space is JpegColorSpace.YCbCr or JpegColorSpace.Ycck)
            YuvMatrix.Full.ToRgb(first, second, third, rgb);
        else
            Interleave(first, second, third, rgb);
        if (space == JpegColorSpace.Ycck)
            Invert(rgb);
        if (space is JpegColorSpace.Cmyk or JpegColorSpace.Ycck)
            ApplyBlack(components[3].Row(y), rgb);
    }

    private static void Interleave(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, Span<byte> triples)
    {
        for (int x = 0, i = 0; i < triples.Length; x++, i += 3)
        {
            triples[i] = first[x];
            triples[i + 1] = second[x];
            triples[i + 2] = third[x];
        }
    }

    private static void Invert(Span<byte> values)
    {
        foreach (ref byte value in values)
            value = (byte)~value;
    }

    /// <summary>Darkens by the black ink: inverted inks multiply, as fractions of 255, rounded.</summary>
    private static void ApplyBlack(ReadOnlySpan<byte> black, Span<byte> pixels)
    {
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(((pixels[i] * black[i / 3]) + 127) / 255);
    }
}
