namespace EdgeVision.Quantize.Calibration;

/// <summary>How often elements lie in equal parts of a range; exact zeros are apart.</summary>
/// <param name="Min">Start of the first bin.</param>
/// <param name="Max">End of the last.</param>
/// <param name="Counts">Elements in each bin.</param>
/// <param name="Zeros">Elements that are exactly 0.</param>
internal sealed record Histogram(double Min, double Max, double[] Counts, double Zeros)
{
    /// <summary>All elements.</summary>
    public double Total => Zeros + Counts.Sum();

    /// <summary>Width of a bin.</summary>
    public double Width => (Max - Min) / Counts.Length;

    /// <summary>Mean of all elements.</summary>
    public double Mean => Moment(centre => centre);

    /// <summary>Mean square of all elements.</summary>
    public double MeanSquare => Moment(centre => centre * centre);

    /// <summary>Middle of a bin.</summary>
    public double Centre(int bin) => Min + ((bin + 0.5) * Width);

    /// <summary>Distributes counts over wider or narrower bins, evenly within each.</summary>
    public static void Spread(ReadOnlySpan<int> counts, double min, double max, double[] target, double targetMin, double targetWidth)
    {
        double width = (max - min) / counts.Length;
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] == 0)
                continue;
            if (targetWidth <= 0 || width <= 0)
            {
                target[targetWidth <= 0 ? 0 : Index((min - targetMin) / targetWidth)] += counts[i];
                continue;
            }

            double start = (min + (i * width) - targetMin) / targetWidth, end = start + (width / targetWidth);
            for (int j = Index(start); j <= Index(end); j++)
                target[j] += counts[i] * Math.Max(0, Math.Min(end, j + 1) - Math.Max(start, j)) / (end - start);
        }

        int Index(double position) => Math.Clamp((int)position, 0, target.Length - 1);
    }

    private double Moment(Func<double, double> of)
    {
        double sum = 0;
        for (int i = 0; i < Counts.Length; i++)
            sum += Counts[i] == 0 ? 0 : Counts[i] * of(Centre(i));
        return Total == 0 ? 0 : sum / Total;
    }
}
