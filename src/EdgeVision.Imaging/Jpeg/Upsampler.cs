namespace EdgeVision.Imaging.Jpeg;

/// <summary>Gives a component's samples at the picture's full resolution, row by row.</summary>
internal abstract class Upsampler(JpegComponent component)
{
    /// <summary>The component at its own resolution.</summary>
    protected JpegComponent Component { get; } = component;

    /// <summary>
    /// The upsampler for a component: the triangle filters of libjpeg's default ("fancy") for the usual ratios, repetition for
    /// others and for components too narrow to filter.
    /// </summary>
    public static Upsampler Create(JpegFrame frame, JpegComponent component)
    {
        bool fullWidth = component.Horizontal == frame.MaxHorizontal;
        bool halfWidth = component.Horizontal * 2 == frame.MaxHorizontal && component.Width > 2;
        bool fullHeight = component.Vertical == frame.MaxVertical;
        bool halfHeight = component.Vertical * 2 == frame.MaxVertical;
        return (fullWidth, halfWidth, fullHeight, halfHeight) switch
        {
            (true, _, true, _) => new FullResolution(component),
            (true, _, _, true) => new HalfHeightUpsampler(component),
            (_, true, true, _) => new HalfWidthUpsampler(component),
            (_, true, _, true) => new QuarterUpsampler(component),
            _ => new RepeatingUpsampler(frame, component),
        };
    }

    /// <summary>Row <paramref name="y"/> of the picture, at least as long as it, valid until the next call.</summary>
    public abstract ReadOnlySpan<byte> Row(int y);

    private sealed class FullResolution(JpegComponent component) : Upsampler(component)
    {
        public override ReadOnlySpan<byte> Row(int y) => Component.Row(y);
    }
}
