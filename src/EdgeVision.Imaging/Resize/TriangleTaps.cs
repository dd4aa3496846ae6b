namespace EdgeVision.Imaging.Resize;

/// <summary>
/// A triangle filter's fixed-point weights for each result position of an axis. The triangle reaches one source pixel each way when
/// enlarging, and one result pixel each way when shrinking. Every rounding follows Pillow, whose bytes these weights reproduce.
/// </summary>
internal sealed class TriangleTaps
{
    /// <summary>Fraction bits of a weight: weights of sum 1 times 255 still fit an int32.</summary>
    public const int FractionBits = 22;

    private readonly int[] _first;
    private readonly int[][] _weights;

    public TriangleTaps(int from, int to)
    {
        _first = new int[to];
        _weights = new int[to][];
        double scale = (double)from / to;
        double reach = Math.Max(scale, 1);
        for (int i = 0; i < to; i++)
        {
            double centre = (i + 0.5) * scale;
            int first = Math.Max((int)(centre - reach + 0.5), 0);
            int end = Math.Min((int)(centre + reach + 0.5), from);
            _first[i] = first;
            _weights[i] = Weights(first - centre + 0.5, end - first, 1 / reach);
            Longest = Math.Max(Longest, end - first);
        }
    }

    /// <summary>Result positions.</summary>
    public int Count => _first.Length;

    /// <summary>The most weights of a position.</summary>
    public int Longest { get; }

    /// <summary>The first source position that counts for result position <paramref name="i"/>.</summary>
    public int First(int i) => _first[i];

    /// <summary>The weights of result position <paramref name="i"/>, of consecutive source positions.</summary>
    public ReadOnlySpan<int> Weights(int i) => _weights[i];

    private static int[] Weights(double firstDistance, int count, double inverseReach)
    {
        double[] weights = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            weights[i] = Math.Max(1 - Math.Abs((i + firstDistance) * inverseReach), 0);
            sum += weights[i];
        }

        int[] rounded = new int[count];
        for (int i = 0; i < count; i++)
            rounded[i] = (int)((weights[i] / sum * (1 << FractionBits)) + 0.5);
        return rounded;
    }
}
