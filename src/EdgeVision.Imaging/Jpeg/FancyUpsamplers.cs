namespace EdgeVision.Imaging.Jpeg;

/// <summary>
/// Doubles the width: a result pixel is ¾ the sample it lies in and ¼ the neighbour on its side. Left halves round down, right
/// halves up at ties, so that errors do not accumulate.
/// </summary>
internal sealed class HalfWidthUpsampler(JpegComponent component) : Upsampler(component)
{
    private readonly ushort[] _sums = new ushort[component.Width + 2];
    private readonly byte[] _row = new byte[component.Width * 2];

    public override ReadOnlySpan<byte> Row(int y)
    {
        ReadOnlySpan<byte> samples = Component.Row(y);
        TriangleFilter.AddRows(samples, samples, _sums);
        TriangleFilter.DoubleWidth(_sums, leftRounding: 4, rightRounding: 8, _row);
        return _row;
    }
}

/// <summary>Doubles the height, likewise: upper halves round down, lower halves up at ties.</summary>
internal sealed class HalfHeightUpsampler(JpegComponent component) : Upsampler(component)
{
    private readonly ushort[] _sums = new ushort[component.Width + 2];
    private readonly byte[] _row = new byte[component.Width];

    public override ReadOnlySpan<byte> Row(int y)
    {
        int near = y >> 1;
        int lower = y & 1;
        TriangleFilter.AddRows(Component.Row(near), Component.Row(near - 1 + (2 * lower)), _sums);
        for (int x = 0; x < _row.Length; x++)
            _row[x] = (byte)((_sums[x + 1] + 1 + lower) >> 2);
        return _row;
    }
}

/// <summary>Doubles both, keeping the column sums exact until the rows are done: weights 9, 3, 3, 1 of 16.</summary>
internal sealed class QuarterUpsampler(JpegComponent component) : Upsampler(component)
{
    private readonly ushort[] _sums = new ushort[component.Width + 2];
    private readonly byte[] _row = new byte[component.Width * 2];

    public override ReadOnlySpan<byte> Row(int y)
    {
        int near = y >> 1;
        TriangleFilter.AddRows(Component.Row(near), Component.Row(near - 1 + (2 * (y & 1))), _sums);
        TriangleFilter.DoubleWidth(_sums, leftRounding: 8, rightRounding: 7, _row);
        return _row;
    }
}
