namespace EdgeVision.Imaging.Resize;

/// <summary>
/// The two source positions and the weight of the second one, for each result position of an axis. Computed in float32, as
/// TensorFlow does, because positions near a whole number decide which pixels are read.
/// </summary>
internal sealed class LinearTaps
{
    public LinearTaps(int from, int to, SamplePositions positions)
    {
        Lower = new int[to];
        Upper = new int[to];
        Weight = new float[to];
        float step = positions == SamplePositions.AlignedCorners && to > 1 ? (from - 1) / (float)(to - 1) : from / (float)to;
        for (int i = 0; i < to; i++)
        {
            float position = positions == SamplePositions.HalfPixelCentres ? ((i + 0.5f) * step) - 0.5f : i * step;
            float floor = MathF.Floor(position);
            Lower[i] = Math.Clamp((int)floor, 0, from - 1);
            Upper[i] = Math.Clamp((int)MathF.Ceiling(position), 0, from - 1);
            Weight[i] = position - floor;
        }
    }

    /// <summary>The source position at or before each sample.</summary>
    public int[] Lower { get; }

    /// <summary>The source position at or after it: the same or the next.</summary>
    public int[] Upper { get; }

    /// <summary>How far the sample is from lower to upper, 0 … 1.</summary>
    public float[] Weight { get; }
}
