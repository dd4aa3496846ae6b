namespace EdgeVision.Kernels.Tests.Support;

/// <summary>Bytes whose sums over the rows are, one channel after another, all that there can be.</summary>
internal static class EverySum
{
    /// <summary>How many sums, and so channels, there are.</summary>
    public static int Channels(int rows) => (255 * rows) + 1;

    /// <summary>[rows][channels]: each sum is dealt out evenly to its rows, so that only the first and the last are of extremes.</summary>
    public static sbyte[] Of(int rows)
    {
        int channels = Channels(rows);
        var values = new sbyte[rows * channels];
        for (int i = 0; i < values.Length; i++)
            values[i] = (sbyte)(((i % channels) + (i / channels)) / rows - 128);
        return values;
    }
}
