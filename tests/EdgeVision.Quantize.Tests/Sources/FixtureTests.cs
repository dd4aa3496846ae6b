using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Tests.Sources;

/// <summary>One small model in every container computes what numpy computed.</summary>
public class FixtureTests
{
    [Theory]
    [InlineData("keras2_old.h5", "Keras .h5 (full model)")]
    [InlineData("keras2_new.h5", "Keras .h5 (full model)")]
    [InlineData("keras2_chunked.h5", "Keras .h5 (full model)")]
    [InlineData("keras3.keras", "Keras .keras")]
    [InlineData("small.onnx", "ONNX (opset 13)")]
    public void Computes_what_numpy_computed(string file, string source)
    {
        FloatGraph graph = Fixtures.Load(file);

        double[] actual = PlainExecutor.Run(graph, Fixtures.Image());

        double[] expected = Fixtures.Expected();
        Assert.Equal(source, graph.Source);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 2e-6);
    }

    [Theory]
    [InlineData("keras2_new.h5")]
    [InlineData("keras2_chunked.h5")]
    [InlineData("keras3.keras")]
    public void All_Keras_containers_give_the_same_graph(string file) =>
        Assert.Equal(GraphText.Of(Fixtures.Load("keras2_old.h5")), GraphText.Of(Fixtures.Load(file)));

    [Fact]
    public void Unnamed_layers_are_numbered_within_the_model()
    {
        string[] names = [.. Fixtures.Load("keras2_old.h5").Nodes.Select(node => node.Name)];

        Assert.Equal(
            ["rescaling", "conv1", "conv1_bn", "conv1_relu", "conv_pad_1", "conv_dw_1", "batch_normalization", "activation", "conv2d/linear",
                "conv2d", "dropout", "flatten", "dense/linear", "dense"],
            names);
    }

    [Fact]
    public void A_model_that_rescales_takes_pixels_as_they_are()
    {
        FloatGraph graph = Fixtures.Load("keras3.keras");

        Assert.Equal([0f], graph.Convention!.Mean);
        Assert.Equal([1f], graph.Convention.Std);
        Assert.Equal(new GraphInput("input", 8, 8, 3), graph.Input);
        Assert.Equal("keras3", graph.Name);
    }
}
