namespace EdgeVision.Imaging.Resize;

/// <summary>TensorFlow's bilinear interpolation: two taps an axis, columns first, float32 throughout.</summary>
internal sealed class BilinearResampler : RowResampler<float>
{
    private readonly SourceRows _source;
    private readonly RowWindow<float> _window;
    private readonly LinearTaps _rows;

    /// <summary>For each value of a row: how far it is from its lower to its upper source value.</summary>
    private readonly float[] _weights;

    private readonly float[] _result;

    public BilinearResampler(SourcePart source, int width, int height, SamplePositions positions)
    {
        var columns = new LinearTaps(source.Crop.Width, width, positions);
        _rows = new LinearTaps(source.Crop.Height, height, positions);
        _source = new SourceRows(source, [.. columns.Lower, .. columns.Upper]);
        _result = new float[width * source.Channels];
        _weights = new float[_result.Length];
        for (int i = 0; i < _weights.Length; i++)
            _weights[i] = columns.Weight[i / source.Channels];
        _window = new RowWindow<float>(2, _result.Length);
    }

    public override void Start() => _window.Clear();

    public override ReadOnlySpan<float> Row(ReadOnlySpan<byte> frame, int y)
    {
        ReadOnlySpan<float> top = Resized(frame, _rows.Lower[y]);
        ReadOnlySpan<float> bottom = Resized(frame, _rows.Upper[y]);
        Interpolation.Between(top, bottom, _rows.Weight[y], _result);
        return _result;
    }

    private float[] Resized(ReadOnlySpan<byte> frame, int y)
    {
        if (!_window.Has(y, out float[] row))
        {
            ReadOnlySpan<byte> taps = _source.Row(frame, y);
            Interpolation.Between(taps[..row.Length], taps[row.Length..], _weights, row);
        }

        return row;
    }
}
