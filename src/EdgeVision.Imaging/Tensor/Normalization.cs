namespace EdgeVision.Imaging;

/// <summary>
/// How a model wants its pixels: <c>(pixel − mean)/std</c> with pixels of 0 … 255, as in TensorFlow Lite metadata.
/// </summary>
/// <param name="Mean">One value for all channels, or one for each of red, green, blue.</param>
/// <param name="Std">One value for all channels, or one for each; finite and not 0.</param>
public sealed record Normalization(IReadOnlyList<float> Mean, IReadOnlyList<float> Std)
{
    /// <summary>
    /// What is wrong: entries that are missing, surplus, not finite, or would divide by zero; <see langword="null"/> if nothing is.
    /// </summary>
    internal string? Problem(int channels)
    {
        foreach ((string name, int count) in (ReadOnlySpan<(string, int)>)[("mean", Mean.Count), ("std", Std.Count)])
        {
            if (count != 1 && count != channels)
                return $"{name} has {count} values for {channels} channel(s); give 1 or {channels}";
        }

        for (int c = 0; c < channels; c++)
        {
            if (!float.IsFinite(MeanOf(c)))
                return $"the mean {MeanOf(c)} is not finite";
            if (!float.IsFinite(StdOf(c)) || StdOf(c) == 0)
                return $"the standard deviation {StdOf(c)} must be finite and not 0";
        }

        return null;
    }

    /// <summary>The mean of channel <paramref name="channel"/>.</summary>
    internal float MeanOf(int channel) => Mean[Mean.Count == 1 ? 0 : channel];

    /// <summary>The standard deviation of channel <paramref name="channel"/>.</summary>
    internal float StdOf(int channel) => Std[Std.Count == 1 ? 0 : channel];
}
