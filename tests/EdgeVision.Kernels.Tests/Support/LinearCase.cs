using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.Support;

/// <summary>How a test fills a tensor.</summary>
public enum Values
{
    Random,

    /// <summary>Within 3 of the zero point, so that the multipliers exceed 1.</summary>
    Small,
    AllMin,
    AllMax,
}

/// <summary>
/// A multiply-accumulate operation with data and expected bytes. The multipliers are derived from the accumulators, so that the
/// results use the output range instead of saturating.
/// </summary>
internal sealed class LinearCase
{
    private LinearCase(ConvParameters parameters, sbyte[] input, sbyte[] filter, int[] bias, sbyte[] expected)
    {
        Parameters = parameters;
        Input = input;
        Filter = filter;
        Bias = bias;
        Expected = expected;
    }

    public ConvParameters Parameters { get; }

    public sbyte[] Input { get; }

    public sbyte[] Filter { get; }

    public int[] Bias { get; }

    public sbyte[] Expected { get; }

    public int Rows => Parameters.Output.Batch * Parameters.Output.Height;

    public static LinearCase Conv(TensorShape input, TensorShape output, Window window, Values inputs, Values weights, ref Prng prng) =>
        Create(input, output, window, inputs, weights, false, ref prng);

    public static LinearCase Depthwise(
        TensorShape input,
        TensorShape output,
        Window window,
        Values inputs,
        Values weights,
        ref Prng prng) =>
        Create(input, output, window, inputs, weights, true, ref prng);

    /// <summary>A matrix product, kept as a 1×1 convolution over one row of pixels.</summary>
    public static LinearCase Pointwise(int pixels, int inputChannels, int outputChannels, Values inputs, Values weights, ref Prng prng) =>
        Conv(
            new TensorShape(1, 1, pixels, inputChannels),
            new TensorShape(1, 1, pixels, outputChannels),
            Window.Valid(1, 1, 1, 1, 1, 1),
            inputs,
            weights,
            ref prng);

    public PointwiseParameters ToPointwise() => new()
    {
        Pixels = Parameters.Input.Width,
        InputChannels = Parameters.Input.Channels,
        OutputChannels = Parameters.Output.Channels,
        InputZeroPoint = Parameters.InputZeroPoint,
        FilterZeroPoint = Parameters.FilterZeroPoint,
        OutputZeroPoint = Parameters.OutputZeroPoint,
        Multipliers = Parameters.Multipliers,
        Range = Parameters.Range,
    };

    public DenseParameters ToDense() => new()
    {
        Batch = Parameters.Input.Width,
        InputDepth = Parameters.Input.Channels,
        OutputDepth = Parameters.Output.Channels,
        InputZeroPoint = Parameters.InputZeroPoint,
        FilterZeroPoint = Parameters.FilterZeroPoint,
        OutputZeroPoint = Parameters.OutputZeroPoint,
        Multipliers = Parameters.Multipliers,
        Range = Parameters.Range,
    };

    public override string ToString() =>
        $"{Parameters.Input} -> {Parameters.Output}, {Parameters.Window}, zero points {Parameters.InputZeroPoint}, "
        + $"{Parameters.FilterZeroPoint}, {Parameters.OutputZeroPoint}, range {Parameters.Range}";

    private static LinearCase Create(
        TensorShape input,
        TensorShape output,
        Window window,
        Values inputs,
        Values weights,
        bool depthwise,
        ref Prng prng)
    {
        // Extreme values meet the opposite zero point, where x − z needs 9 bits.
        int inputZeroPoint = ZeroPointFor(inputs, ref prng);
        int filterZeroPoint = weights is Values.Random or Values.Small && prng.Next(0, 1) == 0 ? 0 : ZeroPointFor(weights, ref prng);
        int taps = window.KernelHeight * window.KernelWidth * (depthwise ? 1 : input.Channels);
        sbyte[] data = Fill(input.Count, inputs, inputZeroPoint, ref prng);
        sbyte[] filter = Fill(output.Channels * taps, weights, filterZeroPoint, ref prng);
        int[] bias = prng.Next(0, 3) == 0 ? [] : new int[output.Channels];
        for (int i = 0; i < bias.Length; i++)
            bias[i] = inputs == Values.Small ? prng.Next(-3, 3) : prng.Next(-5000, 5000);

        var parameters = new ConvParameters
        {
            Input = input,
            Output = output,
            Window = window,
            InputZeroPoint = inputZeroPoint,
            FilterZeroPoint = filterZeroPoint,
            OutputZeroPoint = prng.Next(-20, 20),
            Multipliers = [],
        };
        if (inputs == Values.Random && weights == Values.Random && prng.Next(0, 1) == 0)
            parameters = parameters with { Range = new OutputRange((sbyte)prng.Next(-90, -50), (sbyte)prng.Next(50, 90)) };
        long[] sums = Oracle.Accumulate(parameters, data, filter, bias, depthwise);
        FixedPointMultiplier[] multipliers = MultipliersFor(sums, output.Channels, ref prng);
        parameters = parameters with { Multipliers = multipliers };

        sbyte[] expected = new sbyte[sums.Length];
        int saturated = 0;
        for (int i = 0; i < sums.Length; i++)
        {
            FixedPointMultiplier multiplier = multipliers[multipliers.Length == 1 ? 0 : i % output.Channels];
            expected[i] = Oracle.Requantize(sums[i], multiplier, parameters.OutputZeroPoint, parameters.Range);
            if (expected[i] == parameters.Range.Min || expected[i] == parameters.Range.Max)
                saturated++;
        }

        Assert.True(saturated <= expected.Length * 3 / 4 || expected.Length < 40, $"{saturated} of {expected.Length} results saturate");
        return new LinearCase(parameters, data, filter, bias, expected);
    }

    private static int ZeroPointFor(Values values, ref Prng prng) => values switch
    {
        Values.AllMin => 127,
        Values.AllMax => -128,
        _ => prng.Next(-128, 127),
    };

    private static sbyte[] Fill(int length, Values values, int zeroPoint, ref Prng prng)
    {
        sbyte[] result = new sbyte[length];
        for (int i = 0; i < length; i++)
        {
            result[i] = values switch
            {
                Values.AllMin => sbyte.MinValue,
                Values.AllMax => sbyte.MaxValue,
                Values.Small => (sbyte)Math.Clamp(zeroPoint + prng.Next(-3, 3), -128, 127),
                _ => (sbyte)prng.NextByte(),
            };
        }

        return result;
    }

    private static FixedPointMultiplier[] MultipliersFor(long[] sums, int channels, ref Prng prng)
    {
        bool perTensor = prng.Next(0, 3) == 0;
        var multipliers = new FixedPointMultiplier[perTensor ? 1 : channels];
        for (int c = 0; c < multipliers.Length; c++)
        {
            long largest = 1;
            for (int i = c; i < sums.Length; i += multipliers.Length)
                largest = Math.Max(largest, Math.Abs(sums[i]));
            multipliers[c] = FixedPointMultiplier.FromDouble((20 + 80 * prng.NextDouble()) / largest);
        }

        return multipliers;
    }
}
