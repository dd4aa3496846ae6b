using EdgeVision.Quantize.Writing;

namespace EdgeVision.Quantize.Calibration;

/// <summary>
/// How the elements of one value are distributed, channel by channel. Counts are integers, so that the order in which workers see the
/// samples does not matter. Exact zeros are counted apart: ReLU makes many, and int8 holds them without error.
/// </summary>
internal sealed class ChannelHistograms
{
    /// <summary>Bins of each channel, from its smallest to its largest element.</summary>
    public const int Bins = 256;

    private readonly int[] _counts;
    private readonly long[] _zeros;

    /// <summary>Empty histograms between known extremes.</summary>
    public ChannelHistograms(float[] min, float[] max)
        : this(min, max, new int[min.Length * Bins], new long[min.Length])
    {
    }

    private ChannelHistograms(float[] min, float[] max, int[] counts, long[] zeros)
    {
        Min = min;
        Max = max;
        _counts = counts;
        _zeros = zeros;
    }

    /// <summary>Smallest element of each channel.</summary>
    public float[] Min { get; }

    /// <summary>Largest element of each channel.</summary>
    public float[] Max { get; }

    /// <summary>Number of channels.</summary>
    public int Channels => Min.Length;

    /// <summary>Extremes of all channels.</summary>
    public ValueRange Extremes => new(Min.Min(), Max.Max());

    /// <summary>Counts the elements of a whole value.</summary>
    public void Add(ReadOnlySpan<float> value)
    {
        var factors = new float[Channels];
        for (int c = 0; c < factors.Length; c++)
            factors[c] = Max[c] > Min[c] ? Bins / (Max[c] - Min[c]) : 0;
        for (int i = 0; i < value.Length; i += Channels)
        {
            for (int c = 0; c < factors.Length; c++)
            {
                float x = value[i + c];
                if (x == 0)
                    _zeros[c]++;
                else
                    _counts[(c * Bins) + Math.Clamp((int)((x - Min[c]) * factors[c]), 0, Bins - 1)]++;
            }
        }
    }

    /// <summary>Adds other counts between the same extremes.</summary>
    public void Add(ChannelHistograms other)
    {
        for (int i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];
        for (int c = 0; c < _zeros.Length; c++)
            _zeros[c] += other._zeros[c];
    }

    /// <summary>Counts of one channel, as one histogram.</summary>
    public Histogram Channel(int channel)
    {
        var counts = new double[Bins];
        for (int i = 0; i < Bins; i++)
            counts[i] = _counts[(channel * Bins) + i];
        return new Histogram(Min[channel], Max[channel], counts, _zeros[channel]);
    }

    /// <summary>Counts of all channels, as one histogram.</summary>
    public Histogram Whole(int bins)
    {
        ValueRange extremes = Extremes;
        var counts = new double[bins];
        double zeros = 0, width = (extremes.Max - (double)extremes.Min) / bins;
        for (int c = 0; c < Channels; c++)
        {
            zeros += _zeros[c];
            Histogram.Spread(_counts.AsSpan(c * Bins, Bins), Min[c], Max[c], counts, extremes.Min, width);
        }

        return new Histogram(extremes.Min, extremes.Max, counts, zeros);
    }

    /// <summary>The histograms of <c>map(x)</c> in place of x.</summary>
    public ChannelHistograms Mapped(ChannelMap map)
    {
        var min = new float[Channels];
        var max = new float[Channels];
        var zeros = new long[Channels];
        int[] counts = [.. _counts];
        for (int c = 0; c < Channels; c++)
        {
            (min[c], max[c]) = (map.Apply(c, Min[c]), map.Apply(c, Max[c]));
            zeros[c] = _zeros[c];
            if (map.Shift[c] != 0 && _zeros[c] > 0)
            {
                counts[c * Bins] += (int)_zeros[c];
                zeros[c] = 0;
            }
        }

        return new ChannelHistograms(min, max, counts, zeros);
    }
}
