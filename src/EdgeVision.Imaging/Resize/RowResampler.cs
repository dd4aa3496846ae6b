namespace EdgeVision.Imaging.Resize;

/// <summary>Makes the rows of a resized frame one after the other, channels interleaved, without allocating.</summary>
/// <typeparam name="T">The type of a resampled value.</typeparam>
internal abstract class RowResampler<T>
{
    /// <summary>Forgets what was kept of the frame before.</summary>
    public abstract void Start();

    /// <summary>Row <paramref name="y"/> of the result, valid until the next call; rows are asked for from the top.</summary>
    public abstract ReadOnlySpan<T> Row(ReadOnlySpan<byte> frame, int y);
}
