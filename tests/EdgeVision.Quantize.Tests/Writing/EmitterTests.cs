using EdgeVision.Model;
using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Execution;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Ladder;
using EdgeVision.Quantize.Passes;
using EdgeVision.Quantize.Tests.Ladder;
using EdgeVision.Quantize.Tests.Passes;
using EdgeVision.Quantize.Writing;
using EdgeVision.Testing;

namespace EdgeVision.Quantize.Tests.Writing;

public class EmitterTests
{
    [Theory]
    [InlineData(-1, 1, -1)]
    [InlineData(0, 6, -128)]
    [InlineData(2, 6, -128)] // widened to hold 0
    [InlineData(-3, -1, 127)]
    [InlineData(-1, 3, -64)]
    public void Ranges_become_scales_with_an_exact_zero(float min, float max, int zeroPoint)
    {
        ActivationQuantization q = ActivationQuantization.Covering(new ValueRange(min, max));
        Assert.Equal(zeroPoint, q.ZeroPoint);
        Assert.Equal((Math.Max(max, 0) - Math.Min(min, 0)) / 255, q.Scale, 6);
        Assert.Equal(0, q.ToReal((sbyte)q.ZeroPoint));
        Assert.Equal(q.ZeroPoint, q.ToQuantized(0));
        Assert.Equal(127, q.ToQuantized(1000));
        Assert.Equal(-128, q.ToQuantized(-1000));
    }

    [Fact]
    public void An_empty_range_is_still_a_scale() => Assert.True(ActivationQuantization.Covering(default).Scale > 0);

    [Fact]
    public void Weights_are_symmetric_per_channel_and_biases_fit()
    {
        var node = new ConvNode(
            "y", "image", new FloatTensor([3, 1, 1, 2], [0.5f, -1, 0, 0, 1e-12f, 0]), [0.25f, 3, 1000], new ConvGeometry(1, 1, 1, 1, PaddingKind.Same));
        LinearLayer layer = LinearLayer.Of(node)!;
        QuantizedLayer quantized = QuantizedLayer.Nearest(layer, 0.01f);

        Assert.Equal([64, -127, 0, 0, 0, 0], quantized.Weights);
        Assert.Equal(1 / 127f, quantized.Scales[0]);
        Assert.Equal(Math.Round(0.25 / (0.01f * (double)(1 / 127f))), quantized.IntegerBias(0, 0.01f));
        for (int c = 0; c < 3; c++)
            Assert.Equal(layer.Bias[c], quantized.IntegerBias(c, 0.01f) * 0.01f * (double)quantized.Scales[c], 0.01);
    }

    [Fact]
    public void Fully_connected_weights_share_one_scale()
    {
        var node = new DenseNode("y", "image", new FloatTensor([2, 2], [1, 0.5f, -2, 0]), null);
        QuantizedLayer quantized = QuantizedLayer.Nearest(LinearLayer.Of(node)!, 1);
        Assert.Equal([2 / 127f], quantized.Scales);
        Assert.Equal([64, 32, -127, 0], quantized.Weights);
    }

    [Fact]
    public void Values_that_are_only_moved_share_their_quantization()
    {
        QuantizableGraph graph = QuantizableGraph.Create(SmallNet.Graph(
            [
                new MaxPoolNode("pool", "image", 2, 2, new ConvGeometry(2, 2, 1, 1, PaddingKind.Valid)),
                new ActivationNode("relu", "pool", ActivationKind.Relu),
                new ActivationNode("sigmoid", "pool", ActivationKind.Sigmoid),
                new ConcatNode("joined", ["relu", "pool"], 3),
                new ReshapeNode("flat", "joined", [1, -1]),
            ],
            "flat"));
        var ranges = new Dictionary<string, ValueRange> { ["image"] = new(-1, 1), ["pool"] = new(-1, 2), ["relu"] = new(0, 3), ["joined"] = new(-1, 3), ["flat"] = new(-1, 3) };
        Dictionary<string, ActivationQuantization> activations = ActivationAssignment.Assign(graph, ranges);

        Assert.Equal(ActivationQuantization.Covering(new ValueRange(-1, 3)), activations["image"]);
        foreach (string value in (ReadOnlySpan<string>)["pool", "relu", "joined", "flat"])
            Assert.Equal(activations["image"], activations[value]);
        Assert.Equal(ActivationQuantization.Probability, activations["sigmoid"]);
        Assert.Single(ActivationAssignment.Owners(graph));
    }

    [Fact]
    public void Written_model_is_what_TensorFlow_Lite_expects()
    {
        QuantizedModel quantized = Steps.Climbed(Rung.PerChannel).Model;
        byte[] file = TfliteWriter.Write(TfliteEmitter.Emit(quantized));
        TfliteModel model = TfliteModel.Parse(file, "small");

        Assert.Equal("1.14.0", model.MinRuntimeVersion);
        Assert.Equal([127.5f], model.Metadata.Inputs[0].Normalization!.Mean);
        Assert.Equal(ColorSpace.Rgb, model.Metadata.Inputs[0].ColorSpace);
        Assert.Equal(
            [(BuiltinOperator.Conv2D, 3), (BuiltinOperator.DepthwiseConv2D, 3), (BuiltinOperator.Conv2D, 3), (BuiltinOperator.Mean, 2), (BuiltinOperator.Reshape, 1), (BuiltinOperator.Conv2D, 3), (BuiltinOperator.Reshape, 1), (BuiltinOperator.Softmax, 2)],
            model.Operators.Select(op => (op.Code, op.Version)));
        Operator depthwise = model.Operators[1];
        Tensor weights = model.Tensors[depthwise.Inputs[1]], bias = model.Tensors[depthwise.Inputs[2]], input = model.Tensors[depthwise.Inputs[0]];
        Assert.Equal(3, weights.Quantization!.Axis);
        Assert.Equal(8, weights.Quantization.Scales.Length);
        Assert.Equal(TensorType.Int32, bias.Type);
        Assert.Equal(input.Quantization!.Scales[0] * weights.Quantization.Scales[3], bias.Quantization!.Scales[3]);
        Assert.DoesNotContain(unchecked((byte)-128), weights.Data.ToArray());
        Assert.Equal(1 / 256f, model.Tensors[model.Outputs[0]].Quantization!.Scales[0]);
        Assert.Equal(file, TfliteWriter.Write(TfliteEmitter.Emit(quantized)));
    }

    [Fact]
    public void All_operators_run_and_come_near_the_float_model()
    {
        var random = new Prng(17);
        var unit = new ConvGeometry(1, 1, 1, 1, PaddingKind.Same);
        FloatGraph source = SmallNet.Graph(
            [
                new PadNode("pad", "image", 1, 1, 1, 1),
                new ConvNode("conv", "pad", SmallNet.Random(ref random, 0.5, 4, 3, 3, 3), null, unit with { Padding = PaddingKind.Valid }),
                new ActivationNode("swish", "conv", ActivationKind.HardSwish),
                new ActivationNode("gate", "conv", ActivationKind.Sigmoid),
                new MulNode("gated", "swish", "gate"),
                new ActivationNode("tanh", "gated", ActivationKind.Tanh),
                new AddNode("sum", "tanh", "swish"),
                new ActivationNode("sum_relu", "sum", ActivationKind.Relu),
                new AveragePoolNode("mean", "sum_relu", 2, 2, new ConvGeometry(2, 2, 1, 1, PaddingKind.Valid)),
                new MaxPoolNode("max", "sum_relu", 2, 2, new ConvGeometry(2, 2, 1, 1, PaddingKind.Valid)),
                new ConcatNode("joined", ["mean", "max"], 3),
                new ActivationNode("relu6", "joined", ActivationKind.Relu6),
                new ReshapeNode("flat", "relu6", [1, -1]),
                new DenseNode("dense", "flat", SmallNet.Random(ref random, 0.3, 5, 288), null),
            ],
            "dense");
        QuantizableGraph graph = QuantizableGraph.Create(source);
        Sample[] samples = SmallNet.Samples(16);
        var program = new FloatProgram(graph.Float);
        var climber = new Climber(graph, program, CalibrationData.Collect(graph, program, samples, _ => { }), samples, SmallNet.InputRange, RangeMethod.MinMax, new Silence());
        IReadOnlyList<ValueSqnr> values = SignalToNoise.Measure(climber.Model, program, climber.Maps, samples);

        Assert.Equal(graph.Operations.Count, values.Count);
        Assert.All(values, value => Assert.True(value.Decibels > 24, $"{value}"));
    }

    [Fact]
    public void Functions_without_an_int8_operator_are_refused_by_name()
    {
        QuantizableGraph graph = QuantizableGraph.Create(SmallNet.Graph([new ActivationNode("hard", "image", ActivationKind.HardSigmoid)], "hard"));
        var ranges = new Dictionary<string, ValueRange> { ["image"] = new(-1, 1), ["hard"] = new(0, 1) };
        QuantizedModel model = QuantizedModel.Nearest(graph, ActivationAssignment.Assign(graph, ranges));
        Assert.Contains("'hard'", Assert.Throws<SourceException>(() => TfliteEmitter.Emit(model)).Message, StringComparison.Ordinal);
    }
}
