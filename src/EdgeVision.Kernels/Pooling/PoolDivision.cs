namespace EdgeVision.Kernels;

/// <summary>The average of a window.</summary>
internal static class PoolDivision
{
    /// <summary><c>sum / pixels</c>, rounded.</summary>
    /// <param name="sum">Of the window's pixels.</param>
    /// <param name="pixels">How many there are, at least 1.</param>
    /// <param name="rounding">What to do with halves.</param>
    public static int Round(int sum, int pixels, PoolRounding rounding)
    {
        int half = pixels / 2;
        if (rounding == PoolRounding.HalfAwayFromZero)
            return sum >= 0 ? (sum + half) / pixels : (sum - half) / pixels;

        // Division truncates; on the unsigned values that is a floor.
        return (sum + 128 * pixels + half) / pixels - 128;
    }
}
