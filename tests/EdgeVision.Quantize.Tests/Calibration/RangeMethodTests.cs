using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Writing;
using EdgeVision.Testing;

namespace EdgeVision.Quantize.Tests.Calibration;

public class RangeMethodTests
{
    // Normal values and one outlier far away.
    private static ChannelHistograms WithOutlier()
    {
        var random = new Prng(5);
        var values = new float[20001];
        for (int i = 0; i < values.Length - 1; i++)
            values[i] = (float)(Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6);
        values[^1] = 40;
        var histograms = new ChannelHistograms([values.Min()], [40]);
        histograms.Add(values);
        return histograms;
    }

    private static ValueRange Choose(RangeMethod method) => RangeChooser.Choose(method, WithOutlier().Whole(2048), new ValueRange(-3, 5));

    [Fact]
    public void Min_max_keeps_everything() => Assert.Equal(40, Choose(RangeMethod.MinMax).Max);

    [Fact]
    public void Moving_average_is_what_was_averaged() => Assert.Equal(new ValueRange(-3, 5), Choose(RangeMethod.MovingAverage));

    [Theory]
    [InlineData(RangeMethod.Percentile)]
    [InlineData(RangeMethod.Mse)]
    [InlineData(RangeMethod.Entropy)]
    public void Other_methods_give_an_outlier_up(RangeMethod method)
    {
        ValueRange range = Choose(method);
        Assert.InRange(range.Max, 2, 25);
        Assert.InRange(range.Min, -5, -2);
    }

    [Fact]
    public void Least_squares_is_better_than_its_neighbours()
    {
        Histogram histogram = WithOutlier().Whole(2048);
        ValueRange best = RangeChooser.LeastSquares(histogram);
        double least = RangeChooser.SquaredError(histogram, best.Min, best.Max);
        foreach (float factor in (ReadOnlySpan<float>)[0.8f, 0.9f, 1.1f, 1.25f])
            Assert.True(least <= RangeChooser.SquaredError(histogram, best.Min, best.Max * factor));
        Assert.True(least < RangeChooser.SquaredError(histogram, histogram.Min, histogram.Max) / 2);
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
