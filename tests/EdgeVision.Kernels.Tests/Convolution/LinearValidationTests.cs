using EdgeVision.Kernels.Tests.Support;

namespace EdgeVision.Kernels.Tests.Convolution;

/// <summary>What the multiply-accumulate operations refuse when they are prepared, and that they accept the case beside it.</summary>
public class LinearValidationTests
{
    private static readonly FixedPointMultiplier Half = FixedPointMultiplier.FromDouble(0.5);

    private static readonly ConvParameters Valid = new()
    {
        Input = new TensorShape(1, 4, 5, 3),
        Output = new TensorShape(1, 4, 5, 6),
        Window = Window.Same(new TensorShape(1, 4, 5, 3), 3, 3, 1, 1, 1, 1),
        Multipliers = [Half],
    };

    public static TheoryData<string, ConvParameters> Invalid => new()
    {
        { "input shape is 0", Valid with { Input = Valid.Input with { Width = 0 } } },
        { "output shape is -1", Valid with { Output = Valid.Output with { Height = -1 } } },
        { "output shape has more than 2^31", Valid with { Output = new TensorShape(1, 1 << 15, 1 << 15, 6) } },
        { "output batch is 2", Valid with { Output = Valid.Output with { Batch = 2 } } },
        { "kernel height is 0", Valid with { Window = Valid.Window with { KernelHeight = 0 } } },
        { "stride width is 0", Valid with { Window = Valid.Window with { StrideWidth = 0 } } },
        { "dilation height is -1", Valid with { Window = Valid.Window with { DilationHeight = -1 } } },
        { "padding -1 before the width", Valid with { Window = Valid.Window with { PadLeft = -1 } } },
        { "padding 3 before the height", Valid with { Window = Valid.Window with { PadTop = 3 } } },
        { "output height 6 puts a window", Valid with { Output = Valid.Output with { Height = 6 } } },
        { "does not fit 32 bits", Valid with { Window = Valid.Window with { DilationWidth = 1 << 30, PadLeft = 0 } } },
        { "does not fit 32 bits", Valid with { Window = Valid.Window with { DilationHeight = 1 << 29, PadTop = 1 << 30 } } },
        { "input zero point 128", Valid with { InputZeroPoint = 128 } },
        { "filter zero point -129", Valid with { FilterZeroPoint = -129 } },
        { "output zero point 300", Valid with { OutputZeroPoint = 300 } },
        { "output range [1, 0] is empty", Valid with { Range = new OutputRange(1, 0) } },
        { "multiplier list has 0", Valid with { Multipliers = [] } },
        { "multiplier list has 2", Valid with { Multipliers = [Half, Half] } },
        { "outside the legal range", Valid with { Multipliers = [new FixedPointMultiplier(-1, 0)] } },
        { "outside the legal range", Valid with { Multipliers = [new FixedPointMultiplier((1 << 30) - 1, 0)] } },
        { "outside the legal range", Valid with { Multipliers = [new FixedPointMultiplier(1 << 30, -32)] } },
        { "outside the legal range", Valid with { Multipliers = [new FixedPointMultiplier(1 << 30, 32)] } },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Invalid_parameters_are_refused(string message, ConvParameters parameters)
    {
        AssertRefused(message, () => Conv.Prepare(parameters, new sbyte[162], [], IsaPolicy.Auto));
        AssertRefused(message, () => DepthwiseConv.Prepare(parameters, new sbyte[54], [], IsaPolicy.Auto));
    }

    [Fact]
    public void Valid_parameters_are_accepted()
    {
        Conv conv = Conv.Prepare(Valid, new sbyte[162], new int[6], IsaPolicy.Auto);
        Assert.Equal(4 * 5 * 6 * 27, conv.Macs);
        Assert.True(conv.PackedBytes >= 162);
        DepthwiseConv depthwise = DepthwiseConv.Prepare(Valid, new sbyte[54], [], IsaPolicy.Auto);
        Assert.Equal(4 * 5 * 6 * 9, depthwise.Macs);
        Assert.True(depthwise.PackedBytes >= 54);
        Assert.StartsWith("depthwise_s8_", depthwise.KernelName, StringComparison.Ordinal);
        Assert.StartsWith("conv_s8_", conv.KernelName, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_must_match()
    {
        AssertRefused("filter has 161", () => Conv.Prepare(Valid, new sbyte[161], [], IsaPolicy.Auto));
        AssertRefused("bias has 5", () => Conv.Prepare(Valid, new sbyte[162], new int[5], IsaPolicy.Auto));
        AssertRefused("filter has 53", () => DepthwiseConv.Prepare(Valid, new sbyte[53], [], IsaPolicy.Auto));
        ConvParameters uneven = Valid with { Output = Valid.Output with { Channels = 7 } };
        AssertRefused("no multiple of 3", () => DepthwiseConv.Prepare(uneven, new sbyte[63], [], IsaPolicy.Auto));
        PointwiseParameters product = Product(4, 3, 6);
        AssertRefused("filter has 17", () => PointwiseConv.Prepare(product, new sbyte[17], [], IsaPolicy.Auto));
        AssertRefused(
            "input (pixels, channels) is 0",
            () => PointwiseConv.Prepare(product with { Pixels = 0 }, new sbyte[18], [], IsaPolicy.Auto));
        AssertRefused(
            "output (pixels, channels) is -6",
            () => PointwiseConv.Prepare(product with { OutputChannels = -6 }, new sbyte[18], [], IsaPolicy.Auto));

        Conv conv = Conv.Prepare(Valid, new sbyte[162], [], IsaPolicy.Auto);
        Assert.Throws<ArgumentException>("input", () => conv.Run(new sbyte[59], new sbyte[120]));
        Assert.Throws<ArgumentException>("output", () => conv.Run(new sbyte[60], new sbyte[121]));
    }

    [Theory]
    [InlineData(0, 127, int.MaxValue - 127 * 128)]
    [InlineData(0, -128, int.MaxValue - 128 * 128)]
    [InlineData(127, -128, int.MaxValue - 255 * 128)]
    [InlineData(-128, 127, -(int.MaxValue - 255 * 127))]
    public void An_accumulator_may_reach_31_bits_but_no_more(int zeroPoint, int weight, int largestBias)
    {
        PointwiseParameters parameters = Product(1, 1, 1) with { InputZeroPoint = zeroPoint };
        sbyte[] filter = [(sbyte)weight];
        PointwiseConv.Prepare(parameters, filter, [largestBias], IsaPolicy.Auto);
        int beyond = largestBias + Math.Sign(largestBias);
        AssertRefused("does not fit 32 bits", () => PointwiseConv.Prepare(parameters, filter, [beyond], IsaPolicy.Auto));
        AssertRefused("does not fit 32 bits", () => PointwiseConv.Prepare(parameters, filter, [int.MinValue], IsaPolicy.Auto));
    }

    [Fact]
    public void The_filter_zero_point_counts_in_the_bound()
    {
        // |w − z_w| = 255 and |x − z_in| ≤ 128 in the second channel only.
        PointwiseParameters parameters = Product(1, 1, 2) with { FilterZeroPoint = 127 };
        sbyte[] filter = [127, -128];
        PointwiseConv.Prepare(parameters, filter, [int.MaxValue, int.MaxValue - 255 * 128], IsaPolicy.Auto);
        AssertRefused(
            "output channel 1",
            () => PointwiseConv.Prepare(parameters, filter, [int.MaxValue, int.MaxValue - 255 * 128 + 1], IsaPolicy.Auto));
    }

    [Fact]
    public void A_left_shift_must_keep_all_bits()
    {
        // |x·1| is at most 128, so with the bias the accumulator is at most 255: times 2^23 that fits, 256 does not.
        sbyte[] filter = [1];
        var shifted = new FixedPointMultiplier(1 << 30, 23);
        PointwiseConv.Prepare(Product(1, 1, 1) with { Multipliers = [shifted] }, filter, [127], IsaPolicy.Auto);
        AssertRefused(
            "shifted left by 23, does not fit",
            () => PointwiseConv.Prepare(Product(1, 1, 1) with { Multipliers = [shifted] }, filter, [128], IsaPolicy.Auto));
    }

    [Fact]
    public void Null_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => Conv.Prepare(null!, [], [], IsaPolicy.Auto));
        Assert.Throws<ArgumentNullException>(() => DepthwiseConv.Prepare(Valid, [], [], null!));
        Assert.Throws<ArgumentNullException>(() => Dense.Prepare(null!, [], [], IsaPolicy.Auto));
    }

    private static PointwiseParameters Product(int pixels, int inputChannels, int outputChannels) => new()
    {
        Pixels = pixels,
        InputChannels = inputChannels,
        OutputChannels = outputChannels,
        Multipliers = [Half],
    };

    private static void AssertRefused(string message, Func<object> prepare) => Refusal.Assert(message, prepare);
}
