using EdgeVision.Model;

namespace EdgeVision.Runtime.Tests.Refusals;

/// <summary>CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED that cannot be run.</summary>
public sealed class LinearRefusalTests
{
    private static readonly TensorQuantization TwoZeroPoints = new() { Scales = [0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f], ZeroPoints = [0, 0, 0, 1, 0, 0] };

    [Fact]
    public void The_layers_are_usable_as_they_are()
    {
        foreach (LinearModel model in (LinearModel[])[new(), LinearModel.Depthwise, LinearModel.FullyConnected])
            Assert.Single(ExecutionPlan.Create(model.Build()).Steps);
    }

    [Fact]
    public void Types()
    {
        Expect(
            new() { Type = TensorType.Float32, WeightType = TensorType.Float32, OutputType = TensorType.Float32 },
            "Float32 is not supported");
        Expect(new() { WeightType = TensorType.Float32 }, "tensor 1 'weights' Float32");
        Expect(new() { WeightType = TensorType.UInt8 }, "UInt8 differs from Int8");
        Expect(new() { OutputType = TensorType.UInt8 }, "tensor 3 'y' UInt8");
        Expect(new() { Type = TensorType.Int16, OutputType = TensorType.Int16 }, "differs from Int16");
        Expect(new() { BiasType = TensorType.Int64 }, "tensor 2 'bias' Int64");
    }

    [Fact]
    public void Quantization()
    {
        Expect(new() { InputQuantization = null }, "tensor 0 'x'");
        Expect(new() { WeightQuantization = null }, "tensor 1 'weights' Int8[6,3,3,4]: it has no scale");
        Expect(new() { OutputQuantization = null }, "no usable scale and zero point");
        Expect(new() { InputQuantization = TensorQuantization.PerChannel([0.1f, 0.2f, 0.1f, 0.1f], 3) }, "tensor 0 'x'");
        Expect(new() { WeightQuantization = TwoZeroPoints }, "different zero points");
        Expect(new() { WeightQuantization = TensorQuantization.PerChannel([0.1f, 0.2f, 0.1f], 1) }, "multiplier");
        Expect(new() { OutputQuantization = TensorQuantization.PerTensor(1e-30f, 0) }, "multiplier");
    }

    [Fact]
    public void Constants()
    {
        Expect(new() { WeightsAreComputed = true }, "tensor 1 'weights' Int8[6,3,3,4]: it must be a constant");
        Expect(new() { BiasIsComputed = true }, "tensor 2 'bias' Int32[6]: it must be a constant");
        Expect(new() { BiasLength = 5 }, "bias");
        Expect(new() { WeightValue = 127, OutputQuantization = TensorQuantization.PerTensor(1e-7f, 0) }, "32 bits");
    }

    [Fact]
    public void Shapes()
    {
        Expect(new() { Weights = [6, 3, 3, 5] }, "depth 5 differs from the input's 4");
        Expect(new() { Weights = [6, 3, 12] }, "tensor 1 'weights' Int8[6,3,12]: it has 3 dimensions instead of 4");
        Expect(new() { Input = [5, 5, 4] }, "tensor 0 'x'");
        Expect(new() { Output = [1, 5, 5, 7] }, "tensor 3 'y' Int8[1,5,5,7]: its shape [1, 5, 5, 7] should be [1, 5, 5, 6]");
        Expect(new() { Output = [1, 25, 6] }, "should be [1, 5, 5, 6]");
        Expect(LinearModel.Depthwise with { Weights = [1, 3, 3, 6] }, "does not fit 4 input channels");
        Expect(LinearModel.Depthwise with { Weights = [2, 3, 3, 4] }, "does not fit 4 input channels");
        Expect(LinearModel.Depthwise with { Weights = [1, 3, 3, 2] }, "does not fit 4 input channels");
        Expect(LinearModel.FullyConnected with { Weights = [6, 10, 1] }, "should have two dimensions");
        Expect(LinearModel.FullyConnected with { Input = [3, 7] }, "are not rows of 10");
        Expect(LinearModel.FullyConnected with { Output = [3, 6] }, "should be 2 x 6");
    }

    [Fact]
    public void Windows()
    {
        Expect(new() { Options = new Conv2DOptions(Padding.Valid, 1, 1), Input = [1, 2, 5, 4] }, "does not fit the 2x5 input");
        Expect(new() { Options = new Conv2DOptions(Padding.Valid, 1, 1, DilationHeight: 3) }, "does not fit the 5x5 input");
        Expect(new() { Options = new Conv2DOptions(Padding.Valid, 1, 1, DilationWidth: 1 << 20) }, "does not fit the 5x5 input");
        Expect(new() { Options = new Conv2DOptions(Padding.Same, 0, 1) }, "stride 1x0");
        Expect(new() { Options = new Conv2DOptions(Padding.Same, 1, -2) }, "stride -2x1");
        Expect(new() { Options = new Conv2DOptions(Padding.Same, 1, 1, DilationWidth: 0) }, "dilation 1x0");
        Expect(new() { Options = new Conv2DOptions(Padding.Same, 1, 1, DilationWidth: int.MaxValue) }, "out of range");
        Expect(LinearModel.Depthwise with { Options = new DepthwiseConv2DOptions(Padding.Same, 1, int.MinValue, 1) }, "out of range");
    }

    [Fact]
    public void Options()
    {
        Expect(new() { Options = new Conv2DOptions(Padding.Same, 1, 1, FusedActivation.Tanh) }, "activation Tanh");
        Expect(
            LinearModel.Depthwise with { Options = new DepthwiseConv2DOptions(Padding.Same, 1, 1, 1, FusedActivation.SignBit) },
            "activation SignBit");
        Expect(LinearModel.FullyConnected with { Options = new FullyConnectedOptions(FusedActivation.Tanh) }, "activation Tanh");
        Expect(
            LinearModel.FullyConnected with { Options = new FullyConnectedOptions(WeightsFormat: FullyConnectedWeightsFormat.Shuffled4x16Int8) },
            "shuffled weights");
    }

    private static void Expect(LinearModel model, string reason) => Refusal.Expect(model.Build(), reason);
}
