namespace EdgeVision.Imaging.Resize;

/// <summary>TensorFlow's bilinear interpolation: two taps an axis, columns first, float32 throughout.</summary>
internal sealed class BilinearResampler : SeparableResampler<float>
{
    private readonly int _channels;
    private readonly LinearTaps _columns;
    private readonly LinearTaps _rows;

    public BilinearResampler(SourcePart source, int width, int height, SamplePositions positions)
        : this(source, new LinearTaps(source.Crop.Width, width, positions), new LinearTaps(source.Crop.Height, height, positions))
    {
    }

    private BilinearResampler(SourcePart source, LinearTaps columns, LinearTaps rows)
        : base(new SourceRows(source, columns.Used()), columns.Weight.Length * source.Channels, windowSize: 2)
    {
        _channels = source.Channels;
        _columns = columns.AmongUsed();
        _rows = rows;
    }

    protected override void ResizeRow(ReadOnlySpan<byte> source, Span<float> resized)
    {
        int i = 0;
        for (int x = 0; x < _columns.Weight.Length; x++)
        {
            int lower = _columns.Lower[x] * _channels;
            int upper = _columns.Upper[x] * _channels;
            float weight = _columns.Weight[x];
            for (int c = 0; c < _channels; c++)
                resized[i++] = Interpolate(source[lower + c], source[upper + c], weight);
        }
    }

    protected override void Combine(ReadOnlySpan<byte> frame, int y, Span<float> result)
    {
        ReadOnlySpan<float> top = Resized(frame, _rows.Lower[y]);
        ReadOnlySpan<float> bottom = Resized(frame, _rows.Upper[y]);
        float weight = _rows.Weight[y];
        for (int i = 0; i < result.Length; i++)
            result[i] = Interpolate(top[i], bottom[i], weight);
    }

    private static float Interpolate(float first, float second, float weight) => first + ((second - first) * weight);
}
