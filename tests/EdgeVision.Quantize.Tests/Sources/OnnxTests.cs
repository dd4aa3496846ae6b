using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources;
using static EdgeVision.Quantize.Tests.Sources.OnnxBytes;
using static EdgeVision.Quantize.Tests.Sources.OnnxModels;

namespace EdgeVision.Quantize.Tests.Sources;

public class OnnxTests
{
    [Fact]
    public void Convolution_weights_move_channels_last()
    {
        float[] w = Numbers(2 * 3 * 3 * 2);
        var conv = Last<ConvNode>(Parse([Floats("w", [2, 3, 3, 2], w), Floats("b", [2], 5, 6)], Node("Conv", ["x", "w", "b"], "y", Attribute("strides", 2, 1))));

        Assert.Equal([2, 3, 2, 3], conv.Weights.Shape);
        // Output 1, row 2, column 1, input 0.
        Assert.Equal(w[(((1 * 3) + 0) * 3 + 2) * 2 + 1], conv.Weights.Data[(((1 * 3) + 2) * 2 + 1) * 3 + 0]);
        Assert.Equal([5f, 6f], conv.Bias!);
        Assert.Equal(new ConvGeometry(2, 1, 1, 1, PaddingKind.Valid), conv.Geometry);
    }

    [Fact]
    public void Depthwise_weights_keep_the_order_of_multipliers()
    {
        float[] w = Numbers(6 * 2 * 2);
        var conv = Last<DepthwiseConvNode>(Parse([Floats("w", [6, 1, 2, 2], w)], Node("Conv", ["x", "w"], "y", Attribute("group", 3))));

        Assert.Equal([1, 2, 2, 6], conv.Weights.Shape);
        // Channel 4 (of input 2), row 1, column 0.
        Assert.Equal(w[(4 * 2 + 1) * 2], conv.Weights.Data[((1 * 2) + 0) * 6 + 4]);
    }

    [Theory]
    [InlineData(6, 4, 1, 1, 1, 1, 1, true)] // 3×3, stride 1: symmetric is SAME
    [InlineData(6, 4, 2, 1, 1, 1, 1, false)] // even sizes: SAME adds at the end only
    [InlineData(6, 4, 2, 0, 0, 1, 1, true)]
    [InlineData(7, 5, 2, 1, 1, 1, 1, true)] // odd sizes: SAME adds on both sides
    [InlineData(7, 4, 2, 1, 1, 1, 1, false)]
    public void Explicit_pads_are_SAME_or_a_pad_node(int height, int width, int stride, int top, int left, int bottom, int right, bool same)
    {
        FloatGraph graph = Fixtures.Parse("m.onnx", ModelOf(11, [1, 3, height, width], [Floats("w", [1, 3, 3, 3], Numbers(27))],
            Node("Conv", ["x", "w"], "y", Attribute("strides", stride, stride), Attribute("pads", top, left, bottom, right))));

        Assert.Equal(same ? PaddingKind.Same : PaddingKind.Valid, Last<ConvNode>(graph).Geometry.Padding);
        if (same)
            Assert.Single(graph.Nodes);
        else
            Assert.Equal(new PadNode("y/pad", "x", top, bottom, left, right).ToString(), graph.Nodes[0].ToString());
    }

    [Fact]
    public void A_flattened_image_before_a_matrix_product_is_reordered()
    {
        float[] w = Numbers(72 * 2);
        FloatGraph graph = Parse(
            [Floats("w", [72, 2], w), Floats("b", [2], 7, 8)],
            Node("Flatten", ["x"], "f"),
            Node("Dropout", ["f"], "d"),
            Node("MatMul", ["d", "w"], "m"),
            Node("Add", ["m", "b"], "y"));

        DenseNode dense = Last<DenseNode>(graph);
        Assert.Equal([7f, 8f], dense.Bias!);
        // Channel 2, row 3, column 1 of 3×6×4 is row 2·24 + 3·4 + 1 of w; in ours it is (3·4 + 1)·3 + 2.
        Assert.Equal(w[((2 * 24) + (3 * 4) + 1) * 2 + 1], dense.Weights.Data[72 + ((3 * 4) + 1) * 3 + 2]);
    }

    [Theory]
    [InlineData("Relu", ActivationKind.Relu)]
    [InlineData("Sigmoid", ActivationKind.Sigmoid)]
    [InlineData("Tanh", ActivationKind.Tanh)]
    [InlineData("HardSwish", ActivationKind.HardSwish)]
    public void Activations(string type, ActivationKind kind) => Assert.Equal(kind, Last<ActivationNode>(Parse([], Node(type, ["x"], "y"))).Kind);

    [Fact]
    public void Clip_is_ReLU6_by_attributes_inputs_and_constants()
    {
        FloatGraph attributes = Parse([], Node("Clip", ["x"], "y", Attribute("min", 0f), Attribute("max", 6f)));
        FloatGraph inputs = Parse([Floats("a", [], 0), Floats("b", [], 6)], Node("Clip", ["x", "a", "b"], "y"));
        FloatGraph open = Parse([], Node("Clip", ["x"], "y", Attribute("min", 0f)));
        FloatGraph afterRelu = Parse(
            [],
            Node("Constant", [], "six", Attribute("value", Floats("", [], 6))),
            Node("Constant", [], "zero", Attribute("value_float", 0f)),
            Node("Relu", ["x"], "r"),
            Node("Clip", ["r", "zero", "six"], "y"));

        Assert.Equal(ActivationKind.Relu6, Last<ActivationNode>(attributes).Kind);
        Assert.Equal(ActivationKind.Relu6, Last<ActivationNode>(inputs).Kind);
        Assert.Equal(ActivationKind.Relu, Last<ActivationNode>(open).Kind);
        Assert.Equal(ActivationKind.Relu6, Assert.IsType<ActivationNode>(Assert.Single(afterRelu.Nodes)).Kind);
    }

    [Fact]
    public void Hard_sigmoid_needs_the_slope_of_one_sixth()
    {
        Assert.Equal(ActivationKind.HardSigmoid, Last<ActivationNode>(Parse([], Node("HardSigmoid", ["x"], "y", Attribute("alpha", 1 / 6f)))).Kind);
        Expect.Text("alpha 0.2", Refusal([], Node("HardSigmoid", ["x"], "y")));
    }

    [Theory]
    [InlineData("Add", 1f, 2f)]
    [InlineData("Mul", 2f, 0f)]
    [InlineData("Sub", 1f, -2f)]
    [InlineData("Div", 0.5f, 0f)]
    public void Arithmetic_with_a_constant_is_a_scale_and_shift(string type, float scale, float shift)
    {
        var one = Last<ScaleShiftNode>(Parse([Floats("c", [], 2)], Node(type, ["x", "c"], "y")));
        var many = Last<ScaleShiftNode>(Parse([Floats("c", [3, 1, 1], 4, 5, 2)], Node(type, ["x", "c"], "y")));

        Assert.Equal([scale], one.Scale);
        Assert.Equal([shift], one.Shift);
        Assert.Equal(scale, many.Scale[^1]);
        Assert.Equal(shift, many.Shift[^1]);
        Assert.Equal(3, Math.Max(many.Scale.Length, many.Shift.Length));
    }

    [Fact]
    public void A_constant_less_a_value_is_negated()
    {
        var node = Last<ScaleShiftNode>(Parse([Floats("c", [1], 3)], Node("Sub", ["c", "x"], "y")));

        Assert.Equal([-1f], node.Scale);
        Assert.Equal([3f], node.Shift);
    }

    [Fact]
    public void Values_are_added_multiplied_and_joined()
    {
        FloatGraph graph = Parse(
            [],
            Node("Relu", ["x"], "r"),
            Node("Add", ["x", "r"], "s"),
            Node("Mul", ["s", "r"], "p"),
            Node("Concat", ["p", "r"], "y", Attribute("axis", -3)));

        Assert.IsType<AddNode>(graph.Nodes[1]);
        Assert.IsType<MulNode>(graph.Nodes[2]);
        Assert.Equal(3, Last<ConcatNode>(graph).Axis);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    public void Axes_move_with_the_channels(int axis, int ours) =>
        Assert.Equal(ours, Last<ConcatNode>(Parse([], Node("Relu", ["x"], "r"), Node("Concat", ["x", "r"], "y", Attribute("axis", axis)))).Axis);

    [Fact]
    public void Means_over_the_image_are_global_pools()
    {
        FloatGraph attribute = Parse([], Node("ReduceMean", ["x"], "y", Attribute("axes", 2, 3), Attribute("keepdims", 0)));
        FloatGraph input = Parse([Integers("axes", -1, -2)], Node("ReduceMean", ["x", "axes"], "y"));
        FloatGraph pool = Parse([], Node("GlobalAveragePool", ["x"], "y"));

        Assert.False(Last<GlobalAveragePoolNode>(attribute).KeepDims);
        Assert.True(Last<GlobalAveragePoolNode>(input).KeepDims);
        Assert.True(Last<GlobalAveragePoolNode>(pool).KeepDims);
        Expect.Text("mean over height and width", Refusal([], Node("ReduceMean", ["x"], "y", Attribute("axes", 1, 2))));
    }

    [Fact]
    public void Pools_keep_their_window_and_padding()
    {
        FloatGraph valid = Parse([], Node("AveragePool", ["x"], "y", Attribute("kernel_shape", 3, 2), Attribute("strides", 2, 1)));
        FloatGraph same = Parse([], Node("MaxPool", ["x"], "y", Attribute("kernel_shape", 3, 3), Attribute("pads", 1, 1, 1, 1)));
        FloatGraph zeros = Parse([], Node("AveragePool", ["x"], "y", Attribute("kernel_shape", 3, 3), Attribute("pads", 1, 1, 1, 1), Attribute("count_include_pad", 1)));
        FloatGraph upper = Parse([], Node("MaxPool", ["x"], "y", Attribute("kernel_shape", 2, 2), Attribute("auto_pad", "SAME_UPPER")));

        AveragePoolNode pool = Last<AveragePoolNode>(valid);
        Assert.Equal((3, 2, new ConvGeometry(2, 1, 1, 1, PaddingKind.Valid)), (pool.WindowHeight, pool.WindowWidth, pool.Geometry));
        Assert.Equal(PaddingKind.Same, Last<MaxPoolNode>(same).Geometry.Padding);
        Assert.IsType<PadNode>(zeros.Nodes[0]);
        Assert.Equal(PaddingKind.Valid, Last<AveragePoolNode>(zeros).Geometry.Padding);
        Assert.Equal(PaddingKind.Same, Last<MaxPoolNode>(upper).Geometry.Padding);
    }

    [Fact]
    public void Pads_are_read_from_attribute_or_input()
    {
        var attribute = Last<PadNode>(Parse([], Node("Pad", ["x"], "y", Attribute("pads", 0, 0, 1, 2, 0, 0, 3, 4))));
        var input = Last<PadNode>(Parse([Integers("p", 0, 0, 1, 2, 0, 0, 3, 4)], Node("Pad", ["x", "p"], "y")));

        Assert.Equal((1, 3, 2, 4), (attribute.Top, attribute.Bottom, attribute.Left, attribute.Right));
        Assert.Equal((1, 3, 2, 4), (input.Top, input.Bottom, input.Left, input.Right));
    }

    [Fact]
    public void A_shape_that_is_computed_is_followed()
    {
        FloatGraph graph = Parse(
            [Integers("zero", 0), Integers("rest", -1)],
            Node("GlobalAveragePool", ["x"], "g"),
            Node("Shape", ["g"], "s"),
            Node("Gather", ["s", "zero"], "n"),
            Node("Unsqueeze", ["n"], "u", Attribute("axes", 0)),
            Node("Identity", ["u"], "i"),
            Node("Concat", ["i", "rest"], "t", Attribute("axis", 0)),
            Node("Reshape", ["g", "t"], "y"));

        Assert.Equal([1, 3], Last<ReshapeNode>(graph).Shape);
    }

    [Fact]
    public void One_pixel_is_squeezed_and_a_vector_becomes_one()
    {
        FloatGraph squeezed = Parse([], Node("GlobalAveragePool", ["x"], "g"), Node("Squeeze", ["g"], "y", Attribute("axes", 2, 3)));
        FloatGraph pixel = Parse(
            [Integers("t", 1, 3, 1, 1)],
            Node("GlobalAveragePool", ["x"], "g"),
            Node("Flatten", ["g"], "f"),
            Node("Reshape", ["f", "t"], "y"));

        Assert.Equal([1, 3], Last<ReshapeNode>(squeezed).Shape);
        Assert.Equal([1, 1, 1, -1], Last<ReshapeNode>(pixel).Shape);
        Expect.Text("one pixel", Refusal([], Node("Squeeze", ["x"], "y", Attribute("axes", 1, 2))));
    }

    [Fact]
    public void A_model_with_channels_last_at_its_boundary_is_read()
    {
        byte[] bytes = ModelOf(13, [-1, 6, 4, 3], [Floats("c", [3], 1, 2, 4), Floats("w", [2, 3, 1, 1], Numbers(6))],
            Node("Mul", ["x", "c"], "n"),
            Node("Transpose", ["n"], "t", Attribute("perm", 0, 3, 1, 2)),
            Node("Conv", ["t", "w"], "v"),
            Node("Transpose", ["v"], "l", Attribute("perm", 0, 2, 3, 1)),
            Node("ReduceMean", ["l"], "m", Attribute("axes", 1, 2), Attribute("keepdims", 0)),
            Node("Softmax", ["m"], "y"));

        FloatGraph graph = Fixtures.Parse("m.onnx", bytes);

        Assert.Equal(new GraphInput("x", 6, 4, 3), graph.Input);
        Assert.Equal([1f, 2f, 4f], Assert.IsType<ScaleShiftNode>(graph.Nodes[0]).Scale);
        Assert.IsType<SoftmaxNode>(graph.Nodes[^1]);
        Assert.IsType<IdentityNode>(graph.Nodes[1]);
    }

    [Fact]
    public void Open_sizes_are_given_by_option()
    {
        byte[] bytes = ModelOf(13, [-1, 3, -1, -1], [], Node("Relu", ["x"], "y"));

        Assert.Equal(20, Fixtures.Parse("m.onnx", bytes, new SourceOptions { InputSize = 20 }).Input.Height);
        Expect.Text("--input-size", Assert.Throws<SourceException>(() => Fixtures.Parse("m.onnx", bytes)).Message);
    }

    [Fact]
    public void Epsilon_is_the_sources()
    {
        FloatGraph given = Parse([.. Norm(1)], Node("BatchNormalization", ["x", "g", "b", "m", "v"], "y", Attribute("epsilon", 0.25f)));
        FloatGraph otherwise = Parse([.. Norm(1)], Node("BatchNormalization", ["x", "g", "b", "m", "v"], "y"));

        Assert.Equal(0.25f, Last<BatchNormNode>(given).Epsilon);
        Assert.Equal(1e-5f, Last<BatchNormNode>(otherwise).Epsilon);
    }
}
