using EdgeVision.Kernels.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.Catalog;

/// <summary>Every multiply-accumulate kernel this CPU runs, against the oracle in <see cref="LinearCase"/>.</summary>
public class LinearKernelTests
{
    private static readonly (Values Inputs, Values Weights)[] Fillings =
    [
        (Values.Random, Values.Random),
        (Values.AllMin, Values.AllMin),
        (Values.Small, Values.Small),
        (Values.AllMax, Values.AllMin),
        (Values.Random, Values.AllMin),
        (Values.AllMin, Values.AllMax),
        (Values.Random, Values.Small),
        (Values.AllMax, Values.AllMax),
    ];

    public static TheoryData<string> PointwiseKernels => Names(KernelCatalog.Pointwise);

    public static TheoryData<string> ConvKernels => Names(KernelCatalog.Conv);

    public static TheoryData<string> DepthwiseKernels => Names(KernelCatalog.Depthwise);

    [Theory]
    [MemberData(nameof(PointwiseKernels))]
    public void Pointwise_equals_the_oracle_for_all_sizes_around_a_tile(string name)
    {
        LinearKernel<PointwiseParameters> kernel = KernelCatalog.Pointwise.Single(k => k.Name == name);
        var prng = new Prng(1);
        int filling = 0;
        int ran = 0;
        foreach (int inputChannels in new[] { 1, 2, 3, 8, 15, 16, 17, 31, 33 })
        {
            for (int pixels = 1; pixels <= 10; pixels++)
            {
                foreach (int outputChannels in new[] { 1, 2, 3, 7, 8, 9, 14, 15, 16, 17, 18, 24, 30, 31, 32, 33, 47, 64, 70 })
                {
                    (Values inputs, Values weights) = Fillings[filling++ % Fillings.Length];
                    LinearCase c = LinearCase.Pointwise(pixels, inputChannels, outputChannels, inputs, weights, ref prng);
                    ran += RunCase(kernel, c.ToPointwise(), FilterLayout.ChannelMajor(outputChannels, inputChannels), c, pixels);
                }
            }
        }

        Assert.True(ran > 800, $"{name} ran only {ran} cases");
    }

    [Theory]
    [MemberData(nameof(ConvKernels))]
    public void Conv_equals_the_oracle_for_all_windows(string name)
    {
        LinearKernel<ConvParameters> kernel = KernelCatalog.Conv.Single(k => k.Name == name);
        int[] inputChannels = [1, 3, 4, 17];
        int[] outputChannels = [1, 5, 16, 19, 33];
        var prng = new Prng(2);
        int i = 0;
        int ran = 0;
        foreach ((TensorShape image, TensorShape result, Window window) in WindowCases.All())
        {
            TensorShape input = image with { Channels = inputChannels[i % inputChannels.Length] };
            TensorShape output = result with { Channels = outputChannels[i % outputChannels.Length] };
            (Values inputs, Values weights) = Fillings[i++ % Fillings.Length];
            LinearCase c = LinearCase.Conv(input, output, window, inputs, weights, ref prng);
            int taps = window.KernelHeight * window.KernelWidth * input.Channels;
            ran += RunCase(kernel, c.Parameters, FilterLayout.ChannelMajor(output.Channels, taps), c, c.Rows);
        }

        Assert.True(ran > 100, $"{name} ran only {ran} cases");
    }

    [Theory]
    [MemberData(nameof(DepthwiseKernels))]
    public void Depthwise_equals_the_oracle_for_all_windows_and_channels(string name)
    {
        LinearKernel<ConvParameters> kernel = KernelCatalog.Depthwise.Single(k => k.Name == name);
        var prng = new Prng(3);
        int i = 0;
        int ran = 0;
        foreach ((TensorShape image, TensorShape result, Window window) in WindowCases.All())
        {
            for (int multiplier = 1; multiplier <= 3; multiplier++)
            {
                int channels = i % 3 == 0 ? 8 << (i / 3 % 4) : 1 + i * 7 % 139;
                TensorShape output = result with { Channels = channels * multiplier };
                (Values inputs, Values weights) = Fillings[i++ % Fillings.Length];
                LinearCase c = LinearCase.Depthwise(image with { Channels = channels }, output, window, inputs, weights, ref prng);
                FilterLayout layout = FilterLayout.TapMajor(output.Channels, window.KernelHeight * window.KernelWidth);
                ran += RunCase(kernel, c.Parameters, layout, c, c.Rows);
            }
        }

        // MobileNets' own: 3×3, stride 1; rows of more pixels than are summed before they are requantized.
        for (int width = 1; width <= 40; width++)
        {
            foreach (int channels in new[] { 32, 64, 64 + width, 3 * width })
            {
                var shape = new TensorShape(1 + width % 2, 1 + width % 5, width, channels);
                (Values inputs, Values weights) = Fillings[i++ % Fillings.Length];
                LinearCase c = LinearCase.Depthwise(shape, shape, Window.Same(shape, 3, 3, 1, 1, 1 + width % 2, 1), inputs, weights, ref prng);
                ran += RunCase(kernel, c.Parameters, FilterLayout.TapMajor(channels, 9), c, c.Rows);
            }
        }

        Assert.True(ran > 100, $"{name} ran only {ran} cases");
    }

    [Theory]
    [MemberData(nameof(PointwiseKernels))]
    public void Requantization_is_exact_for_extreme_accumulators_and_every_exponent(string name)
    {
        // All weights are 0: the accumulator is the bias, which may be anything below 2^31.
        const int Channels = 4096;
        LinearKernel<PointwiseParameters> kernel = KernelCatalog.Pointwise.Single(k => k.Name == name);
        var prng = new Prng(4);
        int[] bias = new int[Channels];
        var multipliers = new FixedPointMultiplier[Channels];
        for (int c = 0; c < Channels; c++)
        {
            int exponent = prng.Next(-31, 7);
            int mantissa = prng.Next(0, 3) switch
            {
                0 => 1 << 30,
                1 => int.MaxValue,
                _ => prng.Next(1 << 30, int.MaxValue),
            };
            multipliers[c] = new FixedPointMultiplier(mantissa, exponent);

            // A target of up to ±160 keeps most results unsaturated; a half added to it makes ties where the mantissa is 2^30.
            double target = prng.Next(-320, 320) / 2.0;
            double exact = target * Math.ScaleB(1, 31 - exponent) / mantissa;
            int largest = exponent < 0 ? int.MaxValue - (1 << (-exponent - 1)) : int.MaxValue >> exponent;
            bias[c] = (int)Math.Clamp(exact + prng.Next(-1, 1), -largest, largest);
        }

        var parameters = new PointwiseParameters { Pixels = 5, InputChannels = 1, OutputChannels = Channels, Multipliers = multipliers };
        sbyte[] filter = new sbyte[Channels];
        sbyte[] expected = new sbyte[5 * Channels];
        for (int i = 0; i < expected.Length; i++)
            expected[i] = Oracle.Requantize(bias[i % Channels], multipliers[i % Channels], 0, OutputRange.Full);
        Assert.InRange(expected.Count(v => v is > -128 and < 127), expected.Length / 2, expected.Length);

        var layout = FilterLayout.ChannelMajor(Channels, 1);
        var requantization = Requantization.Prepare(parameters, layout, filter, bias);
        Assert.True(kernel.CanRun(parameters, requantization));
        PreparedKernel prepared = kernel.Pack(parameters, filter, requantization);
        KernelRun.AssertGives(prepared, [1, -2, 3, 4, 5], expected, 5, name);
    }

    [Theory]
    [InlineData((1 << 30) - 1, -31, true)]
    [InlineData((1 << 30) + 1, -31, false)]
    [InlineData(-(1 << 30) - 1, -31, false)]
    [InlineData(int.MaxValue - (1 << 29), -30, true)]
    [InlineData(int.MaxValue, -30, false)]
    [InlineData(-int.MaxValue, 0, true)]
    [InlineData(int.MaxValue >> 1, 1, true)]
    public void Vector_kernels_refuse_accumulators_whose_rounding_needs_more_than_32_bits(int bias, int exponent, bool fits)
    {
        const int Channels = 17; // enough for every kernel
        var parameters = new PointwiseParameters
        {
            Pixels = 1,
            InputChannels = 1,
            OutputChannels = Channels,
            Multipliers = [new FixedPointMultiplier(int.MaxValue, exponent)],
        };
        int[] biases = new int[Channels];
        biases[^1] = bias;
        var requantization = Requantization.Prepare(parameters, FilterLayout.ChannelMajor(Channels, 1), new sbyte[Channels], biases);

        // srshl rounds without an overflow.
        Assert.All(
            KernelCatalog.Pointwise,
            kernel => Assert.Equal(fits || kernel.Isa is Isa.Scalar or Isa.Neon or Isa.NeonDot, kernel.CanRun(parameters, requantization)));

        // Whichever kernel is chosen, the result is the scalar one.
        PointwiseConv operation = PointwiseConv.Prepare(parameters, new sbyte[Channels], biases, IsaPolicy.Auto);
        sbyte[] output = new sbyte[Channels];
        operation.Run([1], output);
        Assert.Equal(requantization.Apply(bias, Channels - 1), output[^1]);
    }

    [Theory]
    [MemberData(nameof(PointwiseKernels))]
    public void A_multiplier_of_zero_gives_the_zero_point_whatever_was_summed(string name)
    {
        const int Channels = 33;
        LinearKernel<PointwiseParameters> kernel = KernelCatalog.Pointwise.Single(k => k.Name == name);
        var parameters = new PointwiseParameters
        {
            Pixels = 5,
            InputChannels = 1,
            OutputChannels = Channels,
            OutputZeroPoint = -7,
            Multipliers = [default],
        };
        int[] bias = [.. Enumerable.Range(0, Channels).Select(c => (c % 2 == 0 ? 1 : -1) * (1 << (c % 31)))];
        sbyte[] filter = new sbyte[Channels], expected = new sbyte[5 * Channels];
        Array.Fill(expected, (sbyte)-7);
        var requantization = Requantization.Prepare(parameters, FilterLayout.ChannelMajor(Channels, 1), filter, bias);
        Assert.True(kernel.CanRun(parameters, requantization));
        KernelRun.AssertGives(kernel.Pack(parameters, filter, requantization), [1, -2, 3, 4, 5], expected, 5, name);
    }

    [Fact]
    public void Longest_patch_and_the_refusal_beyond_it()
    {
        if (!IsaPolicy.Auto.Allows(Isa.Avx2))
            return;
        var kernel = new PointwiseAvx2();
        var prng = new Prng(5);
        LinearCase longest = LinearCase.Pointwise(5, PatchProduct.MaxDepth, 2, Values.AllMin, Values.AllMin, ref prng);
        Assert.Equal(
            1,
            RunCase(kernel, longest.ToPointwise(), FilterLayout.ChannelMajor(2, PatchProduct.MaxDepth), longest, 5));

        LinearCase tooLong = LinearCase.Pointwise(1, PatchProduct.MaxDepth + 1, 1, Values.Random, Values.Random, ref prng);
        var layout = FilterLayout.ChannelMajor(1, PatchProduct.MaxDepth + 1);
        Assert.False(kernel.CanRun(tooLong.ToPointwise(), Requantization.Prepare(tooLong.ToPointwise(), layout, tooLong.Filter, tooLong.Bias)));
        PointwiseConv operation = PointwiseConv.Prepare(tooLong.ToPointwise(), tooLong.Filter, tooLong.Bias, IsaPolicy.Auto);
        Assert.Equal("pointwise_s8_scalar", operation.KernelName);
    }

    private static int RunCase<TParameters>(
        LinearKernel<TParameters> kernel,
        TParameters parameters,
        FilterLayout layout,
        LinearCase c,
        int units)
        where TParameters : LinearParameters
    {
        Requantization requantization = Requantization.Prepare(parameters, layout, c.Filter, c.Bias);
        if (!kernel.CanRun(parameters, requantization))
            return 0;
        PreparedKernel prepared = kernel.Pack(parameters, c.Filter, requantization);
        KernelRun.AssertGives(prepared, c.Input, c.Expected, units, $"{kernel.Name} {c}");
        using var file = new PackedCopies(PackedCopies.ContentsOf(prepared), c.Rows % 2 == 0 ? GuardSide.Before : GuardSide.After);
        PreparedKernel restored = kernel.Restore(PackedCopies.WithoutMultipliers(parameters), file.Blocks);
        KernelRun.AssertGives(restored, c.Input, c.Expected, units, $"{kernel.Name} restored, {c}");
        Assert.Equal(PackedCopies.ContentsOf(prepared), PackedCopies.ContentsOf(restored));
        file.AssertUnchanged();
        Assert.True(prepared.PackedBytes >= c.Filter.Length + 16 * parameters.Multipliers.Count);
        return 1;
    }

    private static TheoryData<string> Names<TKernel>(TKernel[] kernels)
        where TKernel : Kernel =>
        new(kernels.Where(k => k.IsSupported).Select(k => k.Name));
}
