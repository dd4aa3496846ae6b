namespace EdgeVision.Imaging.Jpeg;

/// <summary>Repeats samples, for any ratio.</summary>
internal sealed class RepeatingUpsampler(JpegFrame frame, JpegComponent component) : Upsampler(component)
{
    private readonly byte[] _row = new byte[frame.Width];

    public override ReadOnlySpan<byte> Row(int y)
    {
        ReadOnlySpan<byte> samples = Component.Row(y * Component.Vertical / frame.MaxVertical);
        for (int x = 0; x < _row.Length; x++)
            _row[x] = samples[x * Component.Horizontal / frame.MaxHorizontal];
        return _row;
    }
}
