namespace EdgeVision.Imaging.Exif;

/// <summary>How the stored rows must be turned and mirrored to be upright: EXIF's orientation 1 … 8.</summary>
/// <param name="Value">The tag's value; everything outside 2 … 8 means "as stored".</param>
internal readonly record struct Orientation(int Value)
{
    /// <summary>As stored.</summary>
    public static Orientation Upright => new(1);

    private bool Transposes => Value is >= 5 and <= 8;

    private bool ReadsColumnsBackwards => Value is 2 or 3 or 7 or 8;

    private bool ReadsRowsBackwards => Value is 3 or 4 or 6 or 7;

    /// <summary>The upright picture; the same object when nothing is to be done.</summary>
    public RgbImage Apply(RgbImage stored)
    {
        if (Value is < 2 or > 8)
            return stored;
        RgbImage upright = Transposes ? RgbImage.Black(stored.Height, stored.Width) : RgbImage.Black(stored.Width, stored.Height);
        int columnStep = ReadsColumnsBackwards ? -3 : 3;
        int rowStep = (ReadsRowsBackwards ? -3 : 3) * stored.Width;
        int start = (ReadsColumnsBackwards ? (stored.Width - 1) * 3 : 0)
            + (ReadsRowsBackwards ? (stored.Height - 1) * stored.Width * 3 : 0);
        (int xStep, int yStep) = Transposes ? (rowStep, columnStep) : (columnStep, rowStep);
        for (int y = 0; y < upright.Height; y++, start += yStep)
            CopyRow(stored.Pixels, start, xStep, upright.MutableRow(y));
        return upright;
    }

    private static void CopyRow(byte[] source, int from, int step, Span<byte> row)
    {
        for (int i = 0; i < row.Length; i += 3, from += step)
        {
            row[i] = source[from];
            row[i + 1] = source[from + 1];
            row[i + 2] = source[from + 2];
        }
    }
}
