namespace EdgeVision.Kernels.Tests.Samples;

/// <summary>The kernel library alone: a depthwise-separable block of MobileNet, without model or runtime.</summary>
public class SeparableBlockSample
{
    [Fact]
    public void Depthwise_then_pointwise()
    {
        var image = new TensorShape(1, 4, 4, 2);
        var real = new Quantization(Scale: 0.5f, ZeroPoint: 0);

        // Sums 3×3 neighbours (all weights 1, of scale 1), halves them, and keeps results from 0 to 6.
        var blur = DepthwiseConv.Prepare(
            new ConvParameters
            {
                Input = image,
                Output = image,
                Window = Window.Same(image, 3, 3, 1, 1, 1, 1),
                Multipliers = [FixedPointMultiplier.FromDouble(0.5)],
                Range = OutputRange.Relu6(real),
            },
            filter: [.. Enumerable.Repeat((sbyte)1, 9 * 2)],
            bias: [],
            IsaPolicy.Auto);

        // Three outputs per pixel: the first channel, the second, and their difference plus 1.
        var mix = PointwiseConv.Prepare(
            new PointwiseParameters
            {
                Pixels = 16,
                InputChannels = 2,
                OutputChannels = 3,
                Multipliers = [FixedPointMultiplier.FromDouble(1)],
            },
            filter: [1, 0, 0, 1, 1, -1],
            bias: [0, 0, 1],
            IsaPolicy.Auto);

        sbyte[] input = [.. Enumerable.Range(0, 32).Select(i => (sbyte)(i % 2 == 0 ? 2 : i / 8))]; // a constant, and the row number
        sbyte[] blurred = new sbyte[32];
        sbyte[] output = new sbyte[48];
        blur.Run(input, blurred);
        mix.Run(blurred, output);

        Assert.Equal([4, 1, 4], output[..3]); // corner: 4 of the 9 taps are inside
        Assert.Equal([9, 5, 5], output[15..18]); // second row, second column: 9 · 2 / 2, and (3·0 + 3·1 + 3·2) / 2 = 4.5, a tie
        Assert.Equal([4, 5, 0], output[45..]);
    }
}
