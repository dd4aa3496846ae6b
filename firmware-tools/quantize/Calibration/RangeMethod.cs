using EdgeVision.Quantize.Writing;

namespace EdgeVision.Quantize.Calibration;

/// <summary>How the range of a value is chosen from what calibration saw.</summary>
public enum RangeMethod
{
    /// <summary>Everything that was seen.</summary>
    MinMax,

    /// <summary>Extremes of each sample, averaged with exponentially falling weights, as training-time observers do.</summary>
    MovingAverage,

    /// <summary>All but one element in 10,000.</summary>
    Percentile,

    /// <summary>The least mean squared error of the quantized elements.</summary>
    Mse,

    /// <summary>The least Kullback–Leibler divergence of the quantized distribution.</summary>
    Entropy,
}

/// <summary>The methods.</summary>
internal static class RangeChooser
{
    private const double LeftOut = 1e-4;
    private const int Steps = 255;

    /// <summary>The range of a value by a method.</summary>
    public static ValueRange Choose(RangeMethod method, Histogram histogram, ValueRange movingAverage) => method switch
    {
        RangeMethod.MinMax => new ValueRange((float)histogram.Min, (float)histogram.Max),
        RangeMethod.MovingAverage => movingAverage,
        RangeMethod.Percentile => Percentile(histogram, LeftOut),
        RangeMethod.Mse => LeastSquares(histogram),
        RangeMethod.Entropy => EntropySearch.Choose(histogram),
        _ => throw new ArgumentOutOfRangeException(nameof(method)),
    };

    /// <summary>The range that leaves out a share of the elements, half at either end; an end at 0 stays.</summary>
    public static ValueRange Percentile(Histogram histogram, double leftOut)
    {
        double share = histogram.Total * leftOut / (histogram.Min < 0 && histogram.Max > 0 ? 2 : 1);
        int low = 0, high = histogram.Counts.Length - 1;
        for (double cut = 0; histogram.Min < 0 && low < high && (cut += histogram.Counts[low]) <= share;)
            low++;
        for (double cut = 0; histogram.Max > 0 && low < high && (cut += histogram.Counts[high]) <= share;)
            high--;
        return new ValueRange((float)(histogram.Min + (low * histogram.Width)), (float)(histogram.Min + ((high + 1) * histogram.Width)));
    }

    /// <summary>The range with the least squared error: rounding inside, clipping outside.</summary>
    public static ValueRange LeastSquares(Histogram histogram)
    {
        double low = Math.Min(histogram.Min, 0), high = Math.Max(histogram.Max, 0);
        for (int round = 0; round < 2; round++)
        {
            double other = low;
            high = Shrink(high, end => SquaredError(histogram, other, end));
            double top = high;
            low = Shrink(low, end => SquaredError(histogram, end, top));
        }

        return new ValueRange((float)low, (float)high);
    }

    /// <summary>Expected squared error of one element for a range.</summary>
    public static double SquaredError(Histogram histogram, double low, double high)
    {
        double step = (high - low) / Steps, rounding = step * step / 12, sum = 0;
        for (int i = 0; i < histogram.Counts.Length; i++)
        {
            if (histogram.Counts[i] == 0)
                continue;
            double x = histogram.Centre(i), outside = x > high ? x - high : x < low ? low - x : 0;
            sum += histogram.Counts[i] * (outside == 0 ? rounding : outside * outside);
        }

        return sum;
    }

    private static double Shrink(double end, Func<double, double> error)
    {
        const int Candidates = 80;
        double best = end, least = error(end);
        for (int i = 1; i < Candidates; i++)
        {
            double candidate = end * (Candidates - i) / Candidates, e = error(candidate);
            if (e < least)
                (best, least) = (candidate, e);
        }

        return best;
    }
}
