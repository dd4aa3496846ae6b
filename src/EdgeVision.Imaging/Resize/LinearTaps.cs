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

    private LinearTaps(int[] lower, int[] upper, float[] weight)
    {
        Lower = lower;
        Upper = upper;
        Weight = weight;
    }

    /// <summary>The source position at or before each sample.</summary>
    public int[] Lower { get; }

    /// <summary>The source position at or after it: the same or the next.</summary>
    public int[] Upper { get; }

    /// <summary>How far the sample is from lower to upper, 0 … 1.</summary>
    public float[] Weight { get; }

    /// <summary>
    /// The source positions that count, each once, ascending: few of them when shrinking. Both lists ascend and differ by at most 1, so a
    /// position that is not above the last one is there already. (Sorting would have to be compiled at every start.)
    /// </summary>
    public int[] Used()
    {
        var used = new List<int>();
        for (int i = 0; i < Lower.Length; i++)
        {
            if (used.Count == 0 || Lower[i] > used[^1])
                used.Add(Lower[i]);
            if (Upper[i] > used[^1])
                used.Add(Upper[i]);
        }

        return used.ToArray();
    }

    /// <summary>The same taps on an axis that has only the positions of <see cref="Used"/>.</summary>
    public LinearTaps AmongUsed()
    {
        int[] used = Used();
        return new LinearTaps(Places(Lower, used), Places(Upper, used), Weight);
    }

    private static int[] Places(int[] positions, int[] used)
    {
        var places = new int[positions.Length];
        for (int i = 0, place = 0; i < places.Length; i++)
        {
            while (used[place] < positions[i])
                place++;
            places[i] = place;
        }

        return places;
    }
}
