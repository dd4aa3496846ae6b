namespace EdgeVision.Imaging.Resize;

/// <summary>Pillow's antialiased bilinear resizing: integer arithmetic, rounded to bytes between rows and columns.</summary>
internal sealed class TriangleResampler : RowResampler<byte>
{
    private const int Half = 1 << (TriangleTaps.FractionBits - 1);

    private readonly int _channels;
    private readonly SourceRows _source;
    private readonly RowWindow<byte> _window;
    private readonly TriangleTaps _columns;
    private readonly TriangleTaps _rows;
    private readonly int[] _sums;
    private readonly byte[] _result;

    /// <summary>Every column counts in a filter that is widened when shrinking.</summary>
    public TriangleResampler(SourcePart source, int width, int height)
    {
        _channels = source.Channels;
        _columns = new TriangleTaps(source.Crop.Width, width);
        _rows = new TriangleTaps(source.Crop.Height, height);
        _source = new SourceRows(source, [.. Enumerable.Range(0, source.Crop.Width)]);
        _sums = new int[width * source.Channels];
        _result = new byte[_sums.Length];
        _window = new RowWindow<byte>(_rows.Longest, _result.Length);
    }

    public override void Start() => _window.Clear();

    public override ReadOnlySpan<byte> Row(ReadOnlySpan<byte> frame, int y)
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

        for (int i = 0; i < _result.Length; i++)
            _result[i] = ToByte(_sums[i]);
        return _result;
    }

    private byte[] Resized(ReadOnlySpan<byte> frame, int y)
    {
        if (!_window.Has(y, out byte[] row))
            ResizeRow(_source.Row(frame, y), row);
        return row;
    }

    private void ResizeRow(ReadOnlySpan<byte> source, byte[] resized)
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

    /// <summary>Rounded weights may sum to slightly more than 1, so 255 may overshoot.</summary>
    private static byte ToByte(int sum) => (byte)Math.Min(sum >> TriangleTaps.FractionBits, 255);
}
