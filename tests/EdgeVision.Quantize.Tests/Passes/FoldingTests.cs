using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Passes;
using EdgeVision.Testing;

namespace EdgeVision.Quantize.Tests.Passes;

public class FoldingTests
{
    [Theory]
    [InlineData(12)] // the padding is TensorFlow's SAME
    [InlineData(13)] // it is not, and stays
    public void Folding_changes_no_output(int size)
    {
        FloatGraph graph = SmallNet.Create(size);
        QuantizableGraph folded = QuantizableGraph.Create(graph);
        float[] input = SmallNet.InputOf(SmallNet.Samples(1, size)[0], size);

        SmallNet.AssertClose(SmallNet.Run(graph, input), SmallNet.Run(folded.Float, input), 1e-5);
        Assert.Equal(size % 2 == 1, folded.Operations.Any(operation => operation.Node is PadNode));
        string[] expected = ["conv_relu", "dw_relu", "pw_relu", "pool", "flat", "logits", "scores", "probabilities"];
        Assert.Equal(expected, folded.Operations.Where(operation => operation.Node is not PadNode).Select(operation => operation.Output));
        Assert.Equal(3, folded.Operations.Count(operation => operation.Clip == ActivationKind.Relu6));
        Assert.Equal("scores", folded.Logits);
        Assert.Equal(["conv_bn", "dw_bn", "pw_bn"], folded.Moments.Keys);
    }

    [Fact]
    public void Normalization_without_a_layer_before_it_becomes_a_depthwise_layer()
    {
        var random = new Prng(3);
        FloatGraph graph = SmallNet.Graph([SmallNet.Norm(ref random, "bn", "image", 3), new ActivationNode("relu", "bn", ActivationKind.Relu)], "relu");
        FloatGraph folded = QuantizableGraph.Create(graph).Float;
        float[] input = SmallNet.InputOf(SmallNet.Samples(1)[0]);

        Assert.IsType<DepthwiseConvNode>(folded.Nodes[0]);
        SmallNet.AssertClose(SmallNet.Run(graph, input), SmallNet.Run(folded, input), 1e-6);
    }

    [Fact]
    public void Normalization_of_a_value_that_is_read_twice_is_not_folded_into_its_producer()
    {
        var random = new Prng(4);
        FloatGraph graph = SmallNet.Graph(
            [
                new ConvNode("conv", "image", SmallNet.Random(ref random, 1, 3, 1, 1, 3), null, new ConvGeometry(1, 1, 1, 1, PaddingKind.Valid)),
                SmallNet.Norm(ref random, "bn", "conv", 3),
                new AddNode("sum", "bn", "conv"),
            ],
            "sum");
        float[] input = SmallNet.InputOf(SmallNet.Samples(1)[0]);

        SmallNet.AssertClose(SmallNet.Run(graph, input), SmallNet.Run(QuantizableGraph.Create(graph).Float, input), 1e-6);
    }

    [Fact]
    public void Rescaling_of_the_input_becomes_its_convention()
    {
        var random = new Prng(5);
        FloatGraph graph = SmallNet.Graph(
            [
                new ScaleShiftNode("rescale", "image", [0.5f], [-1]),
                new ScaleShiftNode("normalize", "rescale", [1, 2, 4], [0, 1, -1]),
                new ConvNode("conv", "normalize", SmallNet.Random(ref random, 1, 3, 1, 1, 3), null, new ConvGeometry(1, 1, 1, 1, PaddingKind.Valid)),
            ],
            "conv");
        FloatGraph folded = QuantizableGraph.Create(graph).Float;

        Assert.Single(folded.Nodes);
        const float Pixel = 200;
        float rescaled = ((Pixel - 127.5f) / 127.5f * 0.5f) - 1;
        float[] normalized = [rescaled, (rescaled * 2) + 1, (rescaled * 4) - 1];
        for (int c = 0; c < 3; c++)
            Assert.Equal(normalized[c], (Pixel - folded.Convention!.Mean[c]) / folded.Convention.Std[c], 4);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Weights_that_are_not_finite_are_refused_by_name(float bad)
    {
        var node = new ConvNode("broken", "image", new FloatTensor([1, 1, 1, 3], [0, bad, 0]), null, new ConvGeometry(1, 1, 1, 1, PaddingKind.Valid));
        SourceException failure = Assert.Throws<SourceException>(() => QuantizableGraph.Create(SmallNet.Graph([node], "broken")));
        Assert.Contains("'broken': weights[1]", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_that_do_not_fit_are_refused_by_name()
    {
        var node = new DenseNode("dense", "image", new FloatTensor([2, 5], new float[10]), null);
        SourceException failure = Assert.Throws<SourceException>(() => QuantizableGraph.Create(SmallNet.Graph([node], "dense")));
        Assert.Contains("'dense' expects weights for 5 inputs", failure.Message, StringComparison.Ordinal);
    }
}
