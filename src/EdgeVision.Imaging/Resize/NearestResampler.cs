namespace EdgeVision.Imaging.Resize;

/// <summary>Takes the source pixel under each result pixel's centre.</summary>
internal sealed class NearestResampler(SourcePart source, int width, int height) : RowResampler<byte>
{
    private readonly SourceRows _source = new(source, Centres(source.Crop.Width, width));
    private readonly int[] _rows = Centres(source.Crop.Height, height);

    public override void Start()
    {
    }

    public override ReadOnlySpan<byte> Row(ReadOnlySpan<byte> frame, int y) => _source.Row(frame, _rows[y]);

    private static int[] Centres(int from, int to)
    {
        int[] positions = new int[to];
        for (int i = 0; i < to; i++)
            positions[i] = (int)(((2L * i) + 1) * from / (2L * to));
        return positions;
    }
}
