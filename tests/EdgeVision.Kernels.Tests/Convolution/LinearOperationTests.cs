using EdgeVision.Kernels.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Kernels.Tests.Convolution;

/// <summary>The public operations, from Prepare to bytes, under the scalar and the best policy.</summary>
public class LinearOperationTests
{
    public static TheoryData<Isa> Policies => [.. new[] { Isa.Scalar, IsaPolicy.Auto.Best }.Distinct()];

    [Theory]
    [MemberData(nameof(Policies))]
    public void Conv_with_padding_stride_and_several_images(Isa isa)
    {
        var prng = new Prng(21);
        var input = new TensorShape(2, 7, 9, 3);
        LinearCase c = LinearCase.Conv(
            input, new TensorShape(2, 4, 5, 18), Window.Same(input, 3, 3, 2, 2, 1, 1), Values.Random, Values.Random, ref prng);
        Conv operation = Conv.Prepare(c.Parameters, c.Filter, c.Bias, IsaPolicy.UpTo(isa));
        sbyte[] output = new sbyte[c.Expected.Length];
        operation.Run(c.Input, output);
        Assert.Equal(c.Expected, output);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void Depthwise_with_dilation_and_several_images(Isa isa)
    {
        var prng = new Prng(22);
        var input = new TensorShape(2, 7, 9, 12);
        LinearCase c = LinearCase.Depthwise(
            input, input, Window.Same(input, 3, 3, 1, 1, 2, 2), Values.Random, Values.Random, ref prng);
        DepthwiseConv operation = DepthwiseConv.Prepare(c.Parameters, c.Filter, c.Bias, IsaPolicy.UpTo(isa));
        sbyte[] output = new sbyte[c.Expected.Length];
        operation.Run(c.Input, output);
        Assert.Equal(c.Expected, output);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void Pointwise_and_dense_are_the_same_product(Isa isa)
    {
        var prng = new Prng(23);
        LinearCase c = LinearCase.Pointwise(7, 21, 35, Values.Random, Values.Random, ref prng);
        PointwiseConv pointwise = PointwiseConv.Prepare(c.ToPointwise(), c.Filter, c.Bias, IsaPolicy.UpTo(isa));
        Dense dense = Dense.Prepare(c.ToDense(), c.Filter, c.Bias, IsaPolicy.UpTo(isa));
        sbyte[] output = new sbyte[c.Expected.Length];
        pointwise.Run(c.Input, output);
        Assert.Equal(c.Expected, output);
        Array.Clear(output);
        dense.Run(c.Input, output);
        Assert.Equal(c.Expected, output);
        Assert.Equal(pointwise.KernelName, dense.KernelName);
        Assert.Equal(7 * 21 * 35, dense.Macs);
        Assert.Equal(pointwise.Macs, dense.Macs);
        Assert.Equal(pointwise.PackedBytes, dense.PackedBytes);
    }

    [Fact]
    public void Weights_and_bias_are_not_needed_after_prepare()
    {
        var prng = new Prng(24);
        LinearCase c = LinearCase.Pointwise(3, 4, 5, Values.Random, Values.Random, ref prng);
        PointwiseConv scalar = PointwiseConv.Prepare(c.ToPointwise(), c.Filter, c.Bias, IsaPolicy.UpTo(Isa.Scalar));
        PointwiseConv best = PointwiseConv.Prepare(c.ToPointwise(), c.Filter, c.Bias, IsaPolicy.Auto);
        Array.Clear(c.Filter);
        Array.Clear(c.Bias);
        sbyte[] output = new sbyte[c.Expected.Length];
        scalar.Run(c.Input, output);
        Assert.Equal(c.Expected, output);
        best.Run(c.Input, output);
        Assert.Equal(c.Expected, output);
    }
}
