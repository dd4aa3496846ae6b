namespace EdgeVision.Imaging.Png;

/// <summary>Turns stored rows of any colour type and depth into RGB pixels.</summary>
internal sealed class PngPixelReader
{
    private readonly PngHeader _header;
    private readonly byte[] _palette;
    private readonly byte[] _samples;

    /// <param name="header">How the pixels are stored.</param>
    /// <param name="palette">Red, green and blue of each palette entry; empty without a palette.</param>
    public PngPixelReader(PngHeader header, byte[] palette)
    {
        _header = header;
        _palette = palette;
        _samples = new byte[header.Width * header.Channels];
    }

    /// <summary>Writes one pass's row to its places in a row of the picture.</summary>
    public void Write(ReadOnlySpan<byte> row, PngPass pass, Span<byte> rgb)
    {
        Span<byte> samples = _samples.AsSpan(0, pass.Width * _header.Channels);
        Unpack(row, samples);
        int green = _header.ColorType is PngColorType.Rgb or PngColorType.Rgba ? 1 : 0;
        for (int from = 0, to = pass.StartX * 3; from < samples.Length; from += _header.Channels, to += pass.StepX * 3)
        {
            if (_header.ColorType == PngColorType.Palette)
            {
                Entry(samples[from]).CopyTo(rgb[to..]);
                continue;
            }

            rgb[to] = samples[from];
            rgb[to + 1] = samples[from + green];
            rgb[to + 2] = samples[from + (2 * green)];
        }
    }

    private ReadOnlySpan<byte> Entry(int index)
    {
        if (index * 3 >= _palette.Length)
            throw ImageFormatException.Damaged("PNG", $"palette entry {index} of {_palette.Length / 3}");
        return _palette.AsSpan(index * 3, 3);
    }

    /// <summary>Makes every sample a byte: the high one of 16 bits; fewer bits are stretched to 0 … 255 unless they are indices.</summary>
    private void Unpack(ReadOnlySpan<byte> row, Span<byte> samples)
    {
        int depth = _header.BitDepth;
        if (depth >= 8)
        {
            int bytes = depth / 8;
            for (int i = 0; i < samples.Length; i++)
                samples[i] = row[i * bytes];
            return;
        }

        int largest = (1 << depth) - 1;
        int stretch = _header.ColorType == PngColorType.Palette ? 1 : 255 / largest;
        for (int i = 0; i < samples.Length; i++)
        {
            int bit = i * depth;
            samples[i] = (byte)(((row[bit >> 3] >> (8 - depth - (bit & 7))) & largest) * stretch);
        }
    }
}
