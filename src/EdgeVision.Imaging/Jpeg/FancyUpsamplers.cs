namespace EdgeVision.Imaging.Jpeg;

/// <summary>
/// Doubles the width: a result pixel is ¾ the sample it lies in and ¼ the neighbour on its side. Left halves round down, right
/// halves up at ties, so that errors do not accumulate.
/// </summary>
internal sealed class HalfWidthUpsampler(JpegComponent component) : Upsampler(component)
{
    private readonly byte[] _row = new byte[component.Width * 2];

    public override ReadOnlySpan<byte> Row(int y)
    {
        ReadOnlySpan<byte> samples = Component.Row(y);
        int last = samples.Length - 1;
        _row[0] = samples[0];
        for (int x = 0; x < last; x++)
        {
            _row[(2 * x) + 1] = (byte)(((3 * samples[x]) + samples[x + 1] + 2) >> 2);
            _row[(2 * x) + 2] = (byte)(((3 * samples[x + 1]) + samples[x] + 1) >> 2);
        }

        _row[(2 * last) + 1] = samples[last];
        return _row;
    }
}

/// <summary>Doubles the height, likewise: upper halves round down, lower halves up at ties.</summary>
internal sealed class HalfHeightUpsampler(JpegComponent component) : Upsampler(component)
{
    private readonly byte[] _row = new byte[component.Width];

    public override ReadOnlySpan<byte> Row(int y)
    {
        int near = y >> 1;
        int lower = y & 1;
        ReadOnlySpan<byte> nearer = Component.Row(near);
        ReadOnlySpan<byte> farther = Component.Row(near - 1 + (2 * lower));
        int rounding = 1 + lower;
        for (int x = 0; x < _row.Length; x++)
            _row[x] = (byte)(((3 * nearer[x]) + farther[x] + rounding) >> 2);
        return _row;
    }
}

/// <summary>Doubles both, keeping the column sums exact until the rows are done: weights 9, 3, 3, 1 of 16.</summary>
internal sealed class QuarterUpsampler(JpegComponent component) : Upsampler(component)
{
    private readonly int[] _columnSums = new int[component.Width];
    private readonly byte[] _row = new byte[component.Width * 2];

    public override ReadOnlySpan<byte> Row(int y)
    {
        int near = y >> 1;
        ReadOnlySpan<byte> nearer = Component.Row(near);
        ReadOnlySpan<byte> farther = Component.Row(near - 1 + (2 * (y & 1)));
        int[] sums = _columnSums;
        for (int x = 0; x < sums.Length; x++)
            sums[x] = (3 * nearer[x]) + farther[x];
        int last = sums.Length - 1;
        _row[0] = (byte)(((4 * sums[0]) + 8) >> 4);
        for (int x = 0; x < last; x++)
        {
            _row[(2 * x) + 1] = (byte)(((3 * sums[x]) + sums[x + 1] + 7) >> 4);
            _row[(2 * x) + 2] = (byte)(((3 * sums[x + 1]) + sums[x] + 8) >> 4);
        }

        _row[(2 * last) + 1] = (byte)(((4 * sums[last]) + 7) >> 4);
        return _row;
    }
}
