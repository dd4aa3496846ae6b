using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Writing;
using EdgeVision.Testing;

namespace EdgeVision.Quantize.Tests.Calibration;

public class RangeMethodTests
{
    // Values near zero and one outlier far away.
    private static ChannelHistograms WithOutlier()
    {
        const int Count = 300_000;
        var random = new Prng(5);
        var values = new float[Count + 1];
        for (int i = 0; i < Count; i++)
            values[i] = (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() + random.NextDouble() - 2);
        values[^1] = 20;
        var histograms = new ChannelHistograms([values.Min()], [20]);
        histograms.Add(values);
        return histograms;
    }

    private static ValueRange Choose(RangeMethod method) => RangeChooser.Choose(method, WithOutlier().Whole(2048), new ValueRange(-3, 5));

    [Fact]
    public void Min_max_keeps_everything() => Assert.Equal(20, Choose(RangeMethod.MinMax).Max);

    [Fact]
    public void Moving_average_is_what_was_averaged() => Assert.Equal(new ValueRange(-3, 5), Choose(RangeMethod.MovingAverage));

    [Fact]
    public void Percentile_gives_the_rarest_up()
    {
        ValueRange range = Choose(RangeMethod.Percentile);
        Assert.InRange(range.Max, 1.5f, 2.1f);
        Assert.InRange(range.Min, -2, -1.5f);
    }

    [Fact]
    public void Least_squares_balances_rounding_and_clipping()
    {
        // 300,000 elements in steps of (t + 2)/255 and one clipped from 20 to t: 0.384 (t + 2)² + (20 − t)² is least at t = 13.9.
        ValueRange range = Choose(RangeMethod.Mse);
        Assert.InRange(range.Max, 13.6f, 14.2f);
        Assert.InRange(range.Min, -2, -1.6f);
    }

    [Fact]
    public void Entropy_keeps_the_shape_of_the_many()
    {
        // 512 uneven bins, and one element far away: more than two bins in a step would even them out.
        var random = new Prng(6);
        var counts = new double[4096];
        for (int i = 0; i < 512; i++)
            counts[i] = random.Next(1, 2000);
        counts[4000] = 1;
        ValueRange range = RangeChooser.Choose(RangeMethod.Entropy, new Histogram(0, 8, counts, 0), default);
        Assert.Equal(0, range.Min);
        Assert.InRange(range.Max, 0.9f, 1.1f);
    }

    [Fact]
    public void Squared_error_is_that_of_rounding_inside_and_clipping_outside()
    {
        // Two elements, in the bins around 0.5 and 1.5.
        var histogram = new Histogram(0, 2, [1, 1], 3);
        Assert.Equal((1.0 / 255 / 255 / 12) + 0.25, RangeChooser.SquaredError(histogram, 0, 1), 8);
    }

    [Fact]
    public void Moments_count_zeros()
    {
        var histogram = new Histogram(0, 2, [1, 1], 2);
        Assert.Equal(0.5, histogram.Mean);
        Assert.Equal(0.625, histogram.MeanSquare);
    }

    [Fact]
    public void Merging_channels_loses_no_element()
    {
        var histograms = new ChannelHistograms([0, -2, 5], [1, 2, 5]);
        histograms.Add([0.5f, -2, 5, 0, 2, 5, 1, 0, 5]);
        Histogram whole = histograms.Whole(50);

        Assert.Equal(2, whole.Zeros);
        Assert.Equal(7, whole.Counts.Sum(), 6);
        Assert.Equal((-2, 5), (whole.Min, whole.Max));
        Assert.Equal(1, whole.Counts[..2].Sum(), 6);
        Assert.Equal(3, whole.Counts[^1], 6);
    }

    [Fact]
    public void Mapped_histograms_are_those_of_mapped_elements()
    {
        float[] values = [0, 1, 0.25f, 3, 0, 2];
        var histograms = new ChannelHistograms([0, 1], [0.25f, 3]);
        histograms.Add(values);
        ChannelHistograms mapped = histograms.Mapped(new ChannelMap([4, 2], [0, -1]));

        Assert.Equal((0, 1), (mapped.Min[0], mapped.Max[0]));
        Assert.Equal((1, 5), (mapped.Min[1], mapped.Max[1]));
        Assert.Equal(histograms.Channel(0).Mean * 4, mapped.Channel(0).Mean, 6);
        Assert.Equal((histograms.Channel(1).Mean * 2) - 1, mapped.Channel(1).Mean, 6);
    }
}
