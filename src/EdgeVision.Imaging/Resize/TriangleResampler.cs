namespace EdgeVision.Imaging.Resize;

/// <summary>Pillow's antialiased bilinear resizing: integer arithmetic, rounded to bytes between rows and columns.</summary>
internal sealed class TriangleResampler : SeparableResampler<byte>
{
    private const int Half = 1 << (TriangleTaps.FractionBits - 1);

    private readonly int _channels;
    private readonly TriangleTaps _columns;
    private readonly TriangleTaps _rows;
    private readonly int[] _sums;

    public TriangleResampler(SourcePart source, int width, int height)
        : this(source, new TriangleTaps(source.Crop.Width, width), new TriangleTaps(source.Crop.Height, height))
    {
    }

    /// <summary>Every column counts in a filter that is widened when shrinking.</summary>
    private TriangleResampler(SourcePart source, TriangleTaps columns, TriangleTaps rows)
        : base(new SourceRows(source, [.. Enumerable.Range(0, source.Crop.Width)]), columns.Count * source.Channels, rows.Longest)
    {
        _channels = source.Channels;
        _columns = columns;
        _rows = rows;
        _sums = new int[columns.Count * source.Channels];
    }

    protected override void ResizeRow(ReadOnlySpan<byte> source, Span<byte> resized)
    {
        int i = 0;
        for (int x = 0; x < _columns.Count; x++)
        {
            ReadOnlySpan<int> weights = _columns.Weights(x);
            ReadOnlySpan<byte> pixels = source.Slice(_columns.First(x) * _channels, weights.Length * _channels);
            for (int c = 0; c < _channels; c++)
            {
                int sum = Half;
                for (int k = 0, p = c; k < weights.Length; k++, p += _channels)
                    sum += pixels[p] * weights[k];
                resized[i++] = ToByte(sum);
            }
        }
    }

    protected override void Combine(ReadOnlySpan<byte> frame, int y, Span<byte> result)
    {
        Array.Fill(_sums, Half);
        ReadOnlySpan<int> weights = _rows.Weights(y);
        for (int k = 0; k < weights.Length; k++)
        {
            ReadOnlySpan<byte> row = Resized(frame, _rows.First(y) + k);
            int weight = weights[k];
            for (int i = 0; i < row.Length; i++)
                _sums[i] += row[i] * weight;
        }

        for (int i = 0; i < result.Length; i++)
            result[i] = ToByte(_sums[i]);
    }

    /// <summary>Rounded weights may sum to slightly more than 1, so 255 may overshoot.</summary>
    private static byte ToByte(int sum) => (byte)Math.Min(sum >> TriangleTaps.FractionBits, 255);
}
