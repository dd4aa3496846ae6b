namespace EdgeVision.Imaging.Resize;

/// <summary>Takes the source pixel under each result pixel's centre.</summary>
internal sealed class NearestResampler : RowResampler<byte>
{
    private readonly SourceRows _source;
    private readonly int[] _columns;
    private readonly int[] _rows;
    private readonly byte[] _result;

    public NearestResampler(SourceRows source, int width, int height)
    {
        _source = source;
        _columns = Centres(source.Width, width);
        _rows = Centres(source.Height, height);
        _result = new byte[width * source.Channels];
    }

    public override void Start()
    {
    }

    public override ReadOnlySpan<byte> Row(RgbImage image, int y)
    {
        ReadOnlySpan<byte> source = _source.Row(image, _rows[y]);
        int channels = _source.Channels;
        for (int x = 0; x < _columns.Length; x++)
            source.Slice(_columns[x] * channels, channels).CopyTo(_result.AsSpan(x * channels));
        return _result;
    }

    private static int[] Centres(int from, int to)
    {
        int[] positions = new int[to];
        for (int i = 0; i < to; i++)
            positions[i] = (int)(((2L * i) + 1) * from / (2L * to));
        return positions;
    }
}
