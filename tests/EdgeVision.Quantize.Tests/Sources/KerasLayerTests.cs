using System.Globalization;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources;

namespace EdgeVision.Quantize.Tests.Sources;

/// <summary>Layers without weights, in models without any but a dense layer's.</summary>
public class KerasLayerTests
{
    [Fact]
    public void Padding_is_one_number_two_or_four()
    {
        Assert.Equal((2, 2, 2, 2), Sides("2"));
        Assert.Equal((1, 1, 3, 3), Sides("[1, 3]"));
        Assert.Equal((1, 2, 3, 4), Sides("[[1, 2], [3, 4]]"));

        static (int, int, int, int) Sides(string padding)
        {
            var pad = One<PadNode>("ZeroPadding2D", $"\"padding\": {padding}");
            return (pad.Top, pad.Bottom, pad.Left, pad.Right);
        }
    }

    [Fact]
    public void Pools_stride_by_their_window_unless_told()
    {
        var average = One<AveragePoolNode>("AveragePooling2D", "\"pool_size\": [3, 2], \"strides\": null, \"padding\": \"valid\"");
        var max = One<MaxPoolNode>("MaxPooling2D", "\"pool_size\": 2, \"strides\": [1, 1], \"padding\": \"same\"");

        Assert.Equal((3, 2, new ConvGeometry(3, 2, 1, 1, PaddingKind.Valid)), (average.WindowHeight, average.WindowWidth, average.Geometry));
        Assert.Equal((2, 2, new ConvGeometry(1, 1, 1, 1, PaddingKind.Same)), (max.WindowHeight, max.WindowWidth, max.Geometry));
    }

    [Theory]
    [InlineData("\"activation\": \"relu6\"", ActivationKind.Relu6)]
    [InlineData("\"activation\": \"tanh\"", ActivationKind.Tanh)]
    [InlineData("\"activation\": \"sigmoid\"", ActivationKind.Sigmoid)]
    [InlineData("\"activation\": {\"class_name\": \"function\", \"config\": \"hard_silu\"}", ActivationKind.HardSwish)]
    public void Activations(string config, ActivationKind kind) => Assert.Equal(kind, One<ActivationNode>("Activation", config).Kind);

    [Fact]
    public void Hard_sigmoid_changed_its_slope_between_versions()
    {
        Assert.Equal(ActivationKind.HardSigmoid, Assert.IsType<ActivationNode>(Load("3.1.0", Layer("Activation", "\"activation\": \"hard_sigmoid\"")).Nodes[^1]).Kind);
        Expect.Text("hard_sigmoid", Refusal(Layer("Activation", "\"activation\": \"hard_sigmoid\"")));
    }

    [Fact]
    public void Swish_is_a_product_with_a_sigmoid()
    {
        FloatGraph graph = Load("2.8.0", Layer("Activation", "\"activation\": \"swish\""));

        Assert.Equal(["layer/sigmoid", "layer"], graph.Nodes.Select(node => node.Name));
        Assert.Equal(["in", "layer/sigmoid"], graph.Nodes[1].Inputs);
    }

    [Fact]
    public void ReLU_has_no_limit_or_6()
    {
        Assert.Equal(ActivationKind.Relu, One<ActivationNode>("ReLU", "\"max_value\": null").Kind);
        Assert.Equal(ActivationKind.Relu6, One<ActivationNode>("ReLU", "\"max_value\": 6").Kind);
        Expect.Text("only max_value 6", Refusal(Layer("ReLU", "\"max_value\": 5")));
        Expect.Text("only max_value 6", Refusal(Layer("ReLU", "\"negative_slope\": 0.1")));
    }

    [Fact]
    public void Normalization_divides_by_the_deviation()
    {
        var node = One<ScaleShiftNode>("Normalization", "\"mean\": [[1, 2, 3]], \"variance\": [[4, 16, 0]]");

        Assert.Equal([0.5f, 0.25f, 1e7f], node.Scale);
        Assert.Equal([-0.5f, -0.5f, -3e7f], node.Shift);
    }

    [Fact]
    public void Shapes_and_softmax()
    {
        Assert.Equal([1, 4, 4, 9], One<ReshapeNode>("Reshape", "\"target_shape\": [4, 4, 9]").Shape);
        Assert.Equal([1, -1], One<ReshapeNode>("Flatten", "\"data_format\": \"channels_last\"").Shape);
        One<SoftmaxNode>("Softmax", "\"axis\": -1");
        One<IdentityNode>("SpatialDropout2D", "\"rate\": 0.5");
        Assert.True(One<GlobalAveragePoolNode>("GlobalAveragePooling2D", "\"keepdims\": true").KeepDims);
        Expect.Text("softmax runs over the last axis", Refusal(Layer("Softmax", "\"axis\": 1")));
        Expect.Text("[1, 6, 8, 3] cannot become [1, 5, 5]", Refusal(Layer("Reshape", "\"target_shape\": [5, 5]")));
        Expect.Text("channels_first", Refusal(Layer("Flatten", "\"data_format\": \"channels_first\"")));
    }

    [Fact]
    public void Several_inputs_are_joined_in_order_whatever_the_order_of_layers()
    {
        FloatGraph graph = Load(
            "2.8.0",
            Layer("Concatenate", "\"axis\": -1", "cat", "sum", "p1"),
            Layer("Add", "\"trainable\": true", "sum", "p1", "p2", "p3"),
            Layer("Activation", "\"activation\": \"relu\"", "p1", "in"),
            Layer("Activation", "\"activation\": \"tanh\"", "p2", "in"),
            Layer("Multiply", "\"trainable\": true", "p3", "p1", "p2"));

        Assert.Equal(["p1", "p2", "p3", "sum/1", "sum", "cat"], graph.Nodes.Select(node => node.Name));
        Assert.Equal(["p1", "p2"], graph.Nodes[3].Inputs);
        Assert.Equal(["sum/1", "p3"], graph.Nodes[4].Inputs);
        Assert.Equal(3, Assert.IsType<ConcatNode>(graph.Nodes[5]).Axis);
        Assert.Equal("cat", graph.Output);
    }

    [Fact]
    public void Circles_and_strangers_are_refused()
    {
        Expect.Text(
            "in a circle",
            Refusal(Layer("Add", "\"a\": 1", "out", "in", "b"), Layer("Activation", "\"activation\": \"relu\"", "b", "out")));
        Expect.Text("reads 'nobody'", Refusal(Layer("Activation", "\"activation\": \"relu\"", "out", "nobody")));
        Expect.Text("two layers are called 'in'", Refusal(Layer("Activation", "\"activation\": \"relu\"", "in", "in")));
        Expect.Text("at least two inputs", Refusal(Layer("Add", "\"a\": 1")));
        Expect.Text("not an integer or two", Refusal(Layer("MaxPooling2D", "\"pool_size\": [1, 2, 3]")));
        Expect.Text("is empty or too large", Refusal(Layer("MaxPooling2D", "\"pool_size\": 9")));
        Expect.Text("'keepdims' is not true or false", Refusal(Layer("GlobalAveragePooling2D", "\"keepdims\": 1")));
        Expect.Text("layer 'layer' is a Lambda, which is not supported", Refusal(Layer("Lambda", "\"a\": 1")));
    }

    [Fact]
    public void A_separable_convolution_is_two()
    {
        var graph = KerasGraph(
            """{"class_name": "SeparableConv2D", "config": {"name": "s", "batch_input_shape": [null, 4, 4, 1], "kernel_size": 1, "strides": 2, "padding": "same", "activation": "relu"}}""",
            ("s/depthwise_kernel", "[1, 1, 1, 2]"),
            ("s/pointwise_kernel", "[1, 1, 2, 3]"),
            ("s/bias", "[3]"));

        var depthwise = Assert.IsType<DepthwiseConvNode>(graph.Nodes[0]);
        var pointwise = Assert.IsType<ConvNode>(graph.Nodes[1]);
        Assert.Equal(("s/depthwise", 2), (depthwise.Name, depthwise.Geometry.StrideHeight));
        Assert.Equal([1f, 2f], depthwise.Weights.Data);
        // In, out to out, in.
        Assert.Equal([3f, 6f, 4f, 7f, 5f, 8f], pointwise.Weights.Data);
        Assert.Equal([9f, 10f, 11f], pointwise.Bias!);
        Assert.Equal((1, ActivationKind.Relu), (pointwise.Geometry.StrideHeight, Assert.IsType<ActivationNode>(graph.Nodes[2]).Kind));
    }

    [Theory]
    [InlineData("GlobalAveragePooling2D", "global_average_pooling2d")]
    [InlineData("ReLU", "re_lu")]
    [InlineData("InputLayer", "input_layer")]
    [InlineData("DepthwiseConv2D", "depthwise_conv2d")]
    [InlineData("Conv2D", "conv2d")]
    public void Snake_case_is_that_of_Keras(string className, string expected) =>
        Assert.Equal(expected, EdgeVision.Quantize.Sources.Keras.KerasLayerNames.SnakeCase(className));

    private static string Layer(string className, string config, string name = "layer", params string[] inputs)
    {
        string[] from = inputs.Length == 0 ? ["in"] : inputs;
        string references = string.Join(", ", from.Select(input => $"[\"{input}\", 0, 0, {{}}]"));
        return $$"""{"class_name": "{{className}}", "name": "{{name}}", "config": {"name": "{{name}}", {{config}}}, "inbound_nodes": [[{{references}}]]}""";
    }

    private static T One<T>(string className, string config)
        where T : FloatNode => Assert.IsType<T>(Assert.Single(Load("2.8.0", Layer(className, config)).Nodes));

    private static string Refusal(params string[] layers) => Assert.Throws<SourceException>(() => Load("2.8.0", layers)).Message;

    /// <summary>A sequential model of one layer with the weights 1, 2, 3 ….</summary>
    private static FloatGraph KerasGraph(string layer, params (string Name, string Shape)[] weights)
    {
        using var folder = new TemporaryFolder();
        int count = weights.Sum(weight => weight.Shape.Trim('[', ']').Split(',').Aggregate(1, (product, size) => product * int.Parse(size, CultureInfo.InvariantCulture)));
        folder.Write("w.bin", [.. Enumerable.Range(1, count).SelectMany(i => BitConverter.GetBytes((float)i))]);
        string manifest = string.Join(", ", weights.Select(weight => $$"""{"name": "{{weight.Name}}", "shape": {{weight.Shape}}, "dtype": "float32"}"""));
        string json = $$"""
            {"modelTopology": {"class_name": "Sequential", "config": {"layers": [{{layer}}]} },
             "weightsManifest": [{"paths": ["w.bin"], "weights": [{{manifest}}]}]}
            """;
        return SourceLoader.Load(folder.Write("model.json", json), SourceOptions.None);
    }

    /// <summary>A model of these layers; the first one is the output. One unused dense layer gives it a weight.</summary>
    private static FloatGraph Load(string version, params string[] layers)
    {
        using var folder = new TemporaryFolder();
        string output = layers[0].Split("\"name\": \"")[1].Split('"')[0];
        string input = """{"class_name": "InputLayer", "name": "in", "config": {"name": "in", "batch_input_shape": [null, 6, 8, 3]}, "inbound_nodes": []}""";
        folder.Write("w.bin", new byte[4]);
        string json = $$"""
            {"modelTopology": {"keras_version": "{{version}}", "model_config": {"class_name": "Functional", "config": {"name": "m",
             "layers": [{{string.Join(", ", [input, .. layers])}}], "output_layers": [["{{output}}", 0, 0]]} } },
             "weightsManifest": [{"paths": ["w.bin"], "weights": [{"name": "unused/bias", "shape": [1], "dtype": "float32"}]}]}
            """;
        return SourceLoader.Load(folder.Write("model.json", json), SourceOptions.None);
    }
}
