using System.Numerics;

namespace EdgeVision.App.Run.Statistics;

/// <summary>
/// Counts durations in buckets that are 1/16 of a power of two wide, so that a percentile is at most 6.25 % too large, from nanoseconds to
/// years, in 8 KiB. One thread adds; others may read and see a moment that never was, but never a crash.
/// </summary>
internal sealed class LogHistogram
{
    private const int SubBits = 4;
    private const int PerPower = 1 << SubBits;

    private readonly long[] _counts = new long[(64 - SubBits) * PerPower];
    private long _count;
    private long _sum;
    private long _max;

    public long Count => Volatile.Read(ref _count);

    public long Max => Volatile.Read(ref _max);

    public double Mean => Count == 0 ? 0 : (double)Volatile.Read(ref _sum) / Count;

    /// <summary>Adds a duration in nanoseconds; a negative one, which only a clock of somebody else can give, counts as 0.</summary>
    public void Add(long nanoseconds)
    {
        nanoseconds = Math.Max(0, nanoseconds);
        _counts[BucketOf(nanoseconds)]++;
        _count++;
        _sum += nanoseconds;
        _max = Math.Max(_max, nanoseconds);
    }

    /// <summary>
    /// The longest duration of the shortest <paramref name="share"/> of all, as exact as the buckets are; 0 when there are none.
    /// </summary>
    /// <param name="share">Above 0, at most 1.</param>
    public long Percentile(double share)
    {
        long wanted = (long)Math.Ceiling(share * Count);
        long seen = 0;
        for (int bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= wanted && seen > 0)
                return Math.Min(LargestIn(bucket), Max);
        }

        return Max;
    }

    // Below 16 every value has its own bucket; above, the bits behind the leading one choose among the 16 buckets of its power.
    private static int BucketOf(long value)
    {
        int power = Math.Max(0, BitOperations.Log2((ulong)value) - SubBits);
        return (power << SubBits) + (int)(value >> power);
    }

    private static long LargestIn(int bucket)
    {
        int power = Math.Max(0, (bucket >> SubBits) - 1);
        return ((bucket - ((long)power << SubBits) + 1) << power) - 1;
    }
}
