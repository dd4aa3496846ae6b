namespace EdgeVision.Kernels;

/// <summary>
/// Some channels of a filter as signed bytes <c>w − Offset</c>. Where its zero point fits, it is the offset; otherwise the nearest that does, and what is
/// missing, <c>(Offset − z_w)·Σx</c>, is added to the sums of every patch.
/// </summary>
internal static class SignedFilter
{
    /// <summary>What to subtract so that no weight is below <paramref name="lowest"/> or above 127, as near to the zero point as it goes.</summary>
    /// <param name="filter">The weights.</param>
    /// <param name="zeroPoint">Their zero point.</param>
    /// <param name="lowest">−128, or −127 if there is such an offset; weights that take 256 values keep −128.</param>
    public static int Offset(ReadOnlySpan<sbyte> filter, int zeroPoint, int lowest)
    {
        int least = sbyte.MaxValue, most = sbyte.MinValue;
        foreach (sbyte weight in filter)
            (least, most) = (Math.Min(least, weight), Math.Max(most, weight));
        int from = most - sbyte.MaxValue, to = Math.Max(least - lowest, from);
        return Math.Clamp(zeroPoint, from, to);
    }
}
