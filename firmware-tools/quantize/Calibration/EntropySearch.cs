using EdgeVision.Quantize.Writing;

namespace EdgeVision.Quantize.Calibration;

/// <summary>
/// The range whose 255 steps keep most of a distribution's information (S. Migacz, "8-bit Inference with TensorRT", GTC 2017), extended to
/// asymmetric ranges by narrowing both ends in proportion.
/// </summary>
internal static class EntropySearch
{
    private const int Levels = 256;
    private const int Stride = 16;

    public static ValueRange Choose(Histogram histogram)
    {
        int bins = histogram.Counts.Length;
        if (bins <= Levels || histogram.Max <= histogram.Min)
            return new ValueRange((float)histogram.Min, (float)histogram.Max);
        int zero = Math.Clamp((int)((0 - histogram.Min) / histogram.Width), 0, bins);
        int bestLow = 0, bestHigh = bins;
        double least = double.PositiveInfinity;
        for (int width = Levels; width <= bins; width += Stride)
        {
            int low = (int)((long)zero * (bins - width) / bins), high = low + width;
            double divergence = Divergence(histogram.Counts, low, high);
            if (divergence < least)
                (bestLow, bestHigh, least) = (low, high, divergence);
        }

        return new ValueRange((float)(histogram.Min + (bestLow * histogram.Width)), (float)(histogram.Min + (bestHigh * histogram.Width)));
    }

    // What lies outside counts for the outermost bins of the reference, but not of what is merged into levels: clipping then shows.
    private static double Divergence(double[] counts, int low, int high)
    {
        int width = high - low;
        var reference = counts[low..high];
        for (int i = 0; i < low; i++)
            reference[0] += counts[i];
        for (int i = high; i < counts.Length; i++)
            reference[^1] += counts[i];
        double total = 0, kept = 0, divergence = 0;
        foreach (double count in reference)
            total += count;
        for (int i = low; i < high; i++)
            kept += counts[i];
        if (kept == 0)
            return double.PositiveInfinity;
        for (int level = 0; level < Levels; level++)
        {
            int start = (int)((long)level * width / Levels), end = (int)((long)(level + 1) * width / Levels);
            double sum = 0;
            int occupied = 0;
            for (int i = start; i < end; i++)
            {
                sum += counts[low + i];
                occupied += reference[i] > 0 ? 1 : 0;
            }

            for (int i = start; i < end; i++)
            {
                double p = reference[i] / total, q = occupied == 0 ? 0 : sum / occupied / kept;
                if (p > 0)
                    divergence += p * Math.Log(p / Math.Max(q, 1e-12));
            }
        }

        return divergence;
    }
}
