using EdgeVision.Arm64Program.Support;
using EdgeVision.Testing;

namespace EdgeVision.Arm64Program.Checks;

/// <summary>Tensors and quantization of a multiply-accumulate case.</summary>
internal sealed class LinearData
{
    private readonly Filling _inputs;
    private readonly Filling _weights;
    private readonly bool _ordinary; // only multipliers below ½ and no activation, for which kernels may have a shorter way

    /// <param name="number">Of the case: what it is filled with.</param>
    /// <param name="inputLength">Elements of the input.</param>
    /// <param name="layout">Of the weights.</param>
    /// <param name="prng">Draws all else.</param>
    public LinearData(int number, int inputLength, FilterLayout layout, Prng prng)
    {
        (_inputs, _weights) = Fillings.Pair(number);
        _ordinary = number % 3 != 0;
        InputZeroPoint = Fillings.ZeroPoint(prng);
        FilterZeroPoint = prng.Next(0, 2) == 0 ? Fillings.ZeroPoint(prng) : 0;
        OutputZeroPoint = Fillings.ZeroPoint(prng);
        Range = _ordinary ? OutputRange.Full : Fillings.Range(prng);
        Input = Fillings.Fill(inputLength, _inputs, InputZeroPoint, prng);
        Filter = Fillings.Fill(layout.Channels * layout.Taps, _weights, FilterZeroPoint, prng);
        Bias = DrawBias(layout, prng);
        Multipliers = new MultiplierList(DrawMultipliers(layout, prng));
    }

    /// <summary>Accumulators that are the bias: one input per pixel, and no weight but 0.</summary>
    public LinearData(int[] bias, MultiplierList multipliers, int pixels, int outputZeroPoint)
    {
        (Bias, Multipliers, OutputZeroPoint) = (bias, multipliers, outputZeroPoint);
        Input = new sbyte[pixels];
        Input.AsSpan().Fill(3);
        Filter = new sbyte[bias.Length];
    }

    private LinearData(sbyte[] input, sbyte[] filter, MultiplierList multipliers)
    {
        (Input, Filter, Bias, Multipliers) = (input, filter, [], multipliers);
        InputZeroPoint = OutputZeroPoint = -128;
    }

    public sbyte[] Input { get; }

    public sbyte[] Filter { get; }

    public int[] Bias { get; }

    public int InputZeroPoint { get; }

    public int FilterZeroPoint { get; }

    public int OutputZeroPoint { get; }

    public OutputRange Range { get; } = OutputRange.Full;

    public MultiplierList Multipliers { get; }

    /// <summary>As in a trained network: weights per channel, bell-shaped and never −128, between activations that are not negative.</summary>
    public static LinearData Typical(int inputLength, FilterLayout layout, Prng prng)
    {
        var filter = new sbyte[layout.Channels * layout.Taps];
        for (int i = 0; i < filter.Length; i++)
            filter[i] = prng.NextWeight();
        var multipliers = new FixedPointMultiplier[layout.Channels];
        for (int c = 0; c < multipliers.Length; c++)
            multipliers[c] = FixedPointMultiplier.FromDouble((1 + prng.NextDouble()) / (100 * Math.Sqrt(layout.Taps)));
        return new LinearData(Fillings.Fill(inputLength, Filling.Random, 0, prng), filter, new MultiplierList(multipliers));
    }

    public void Describe()
    {
        Activity.Add(", zero points ", InputZeroPoint);
        Activity.Add(" ", FilterZeroPoint);
        Activity.Add(" ", OutputZeroPoint);
        Activity.Add(", range ", Range.Min);
        Activity.Add("..", Range.Max);
        Activity.Add(", fillings ", (int)_inputs);
        Activity.Add(" ", (int)_weights);
        Activity.Add(", multipliers ", Multipliers.Count);
    }

    private int[] DrawBias(FilterLayout layout, Prng prng)
    {
        bool small = _inputs == Filling.Small && _weights == Filling.Small; // sums that need multipliers around 1
        int size = prng.Next(0, 3) switch { 0 => 0, 1 => small ? 3 : 1 << 24, _ => small ? 30 : 5000 };
        int[] bias = size == 0 ? [] : new int[layout.Channels];
        for (int i = 0; i < bias.Length; i++)
            bias[i] = prng.Next(-size, size);
        return bias;
    }

    private FixedPointMultiplier[] DrawMultipliers(FilterLayout layout, Prng prng)
    {
        bool perTensor = prng.Next(0, 3) == 0;
        var multipliers = new FixedPointMultiplier[perTensor ? 1 : layout.Channels];
        long largest = 1;
        for (int c = 0; c < layout.Channels; c++)
        {
            largest = perTensor ? Math.Max(largest, Bound(c, layout)) : Math.Max(Bound(c, layout), 1);
            if (!perTensor)
                multipliers[c] = DrawMultiplier(largest, layout.Taps, prng);
        }

        if (perTensor)
            multipliers[0] = DrawMultiplier(largest, layout.Taps, prng);
        return multipliers;
    }

    /// <summary>Mostly one that uses the output's range, for accumulators up to <paramref name="bound"/>; else any that is legal.</summary>
    private FixedPointMultiplier DrawMultiplier(long bound, int taps, Prng prng)
    {
        int kind = _ordinary ? int.MaxValue : prng.Next(0, 15);
        if (kind == 0)
            return default;
        if (kind < 4)
        {
            int exponent = kind == 1 ? 0 : prng.Next(-20, 5);
            int mantissa = prng.Next(0, 3) switch { 0 => 1 << 30, 1 => int.MaxValue, _ => prng.Next(1 << 30, int.MaxValue) };
            while (bound > int.MaxValue >> Math.Max(exponent, 0))
                exponent--;
            return new FixedPointMultiplier(mantissa, exponent);
        }

        // Sums of random products stay far below the bound, by about the square root of their number.
        double spread = _inputs == Filling.Random || _weights == Filling.Random ? 1 + 3 * Math.Sqrt(taps) * prng.NextDouble() : 1;
        double factor = (20 + 180 * prng.NextDouble()) * spread / bound;
        var multiplier = FixedPointMultiplier.FromDouble(Math.Min(factor, _ordinary ? 0.49 : 32));
        return bound > int.MaxValue >> Math.Max(multiplier.Exponent, 0) ? new FixedPointMultiplier(multiplier.Mantissa, 0) : multiplier;
    }

    /// <summary>What no accumulator of the channel exceeds.</summary>
    private long Bound(int channel, FilterLayout layout)
    {
        long weights = 0;
        for (int t = 0; t < layout.Taps; t++)
            weights += Math.Abs(Filter[channel * layout.ChannelStride + t * layout.TapStride] - FilterZeroPoint);
        long bias = Bias.Length == 0 ? 0 : Math.Abs((long)Bias[channel]);
        return weights * Math.Max(127 - InputZeroPoint, InputZeroPoint + 128) + bias;
    }
}
