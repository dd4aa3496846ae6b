namespace EdgeVision.Imaging.Frames;

/// <summary>Where one of a pixel's three values stands in a frame.</summary>
/// <param name="Offset">The first value's byte.</param>
/// <param name="Stride">Bytes from a row of values to the next one.</param>
/// <param name="Step">Bytes from a value to the next one in its row.</param>
/// <param name="Columns">Values for columns of pixels.</param>
/// <param name="Rows">Rows of values for rows of pixels.</param>
internal readonly record struct PlaneLayout(int Offset, int Stride, int Step, Sampling Columns, Sampling Rows)
{
    /// <summary>The byte where the row of values for row <paramref name="y"/> of pixels starts.</summary>
    public int RowStart(int y) => Offset + (Rows.ValueOf(y) * Stride);

    /// <summary>How far into that row the value for column <paramref name="x"/> stands.</summary>
    public int ColumnOffset(int x) => Columns.ValueOf(x) * Step;
}

/// <summary>
/// How many values an axis has for how many pixels. A pixel takes the value it lies in: chroma is repeated, not interpolated.
/// </summary>
internal readonly record struct Sampling(int Values, int Pixels)
{
    public static Sampling Each => new(1, 1);

    public static Sampling Half => new(1, 2);

    public int ValueOf(int pixel) => pixel * Values / Pixels;
}
