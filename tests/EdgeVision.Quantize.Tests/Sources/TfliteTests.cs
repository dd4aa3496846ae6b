using EdgeVision.Model;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources;
using EdgeVision.Testing;

namespace EdgeVision.Quantize.Tests.Sources;

public class TfliteTests
{
    private static readonly float[] Kernel = [1, 2, 3, 4, 5, 6];

    [Fact]
    public void Fused_activations_are_nodes_of_their_own()
    {
        FloatGraph graph = Read((m, x) => m.AddOperator(
            BuiltinOperator.Conv2D,
            [x, m.AddConstant("w", [2, 1, 1, 3], Kernel.AsSpan()), m.AddConstant("b", [2], [0.5f, 1.5f])],
            [Output(m, 1, 3, 2, 2)],
            new Conv2DOptions(Padding.Same, 1, 2, FusedActivation.Relu6, 1, 1)));

        var conv = Assert.IsType<ConvNode>(graph.Nodes[0]);
        Assert.Equal(("y/linear", new ConvGeometry(2, 1, 1, 1, PaddingKind.Same)), (conv.Name, conv.Geometry));
        Assert.Equal(Kernel, conv.Weights.Data);
        Assert.Equal([0.5f, 1.5f], conv.Bias!);
        Assert.Equal(new ActivationNode("y", "y/linear", ActivationKind.Relu6).ToString(), graph.Nodes[1].ToString());
        Assert.Equal("float .tflite", graph.Source);
        Assert.Null(graph.Convention);
    }

    [Fact]
    public void Depthwise_dense_and_pools()
    {
        var depthwise = Last<DepthwiseConvNode>(Read((m, x) => m.AddOperator(
            BuiltinOperator.DepthwiseConv2D,
            [x, m.AddConstant("w", [1, 1, 1, 6], Kernel.AsSpan()), -1],
            [Output(m, 1, 6, 2, 6)],
            new DepthwiseConv2DOptions(Padding.Valid, 1, 1, 2))));
        FloatGraph dense = Read((m, x) => m.AddOperator(
            BuiltinOperator.FullyConnected,
            [x, m.AddConstant("w", [1, 36], new float[36].AsSpan()), -1],
            [Output(m, 1, 1)],
            new FullyConnectedOptions()));
        var pool = Last<AveragePoolNode>(Read((m, x) => m.AddOperator(
            BuiltinOperator.AveragePool2D, [x], [Output(m, 1, 3, 2, 3)], new Pool2DOptions(Padding.Valid, 1, 2, 1, 2))));
        var max = Last<MaxPoolNode>(Read((m, x) => m.AddOperator(
            BuiltinOperator.MaxPool2D, [x], [Output(m, 1, 6, 2, 3)], new Pool2DOptions(Padding.Same, 1, 1, 2, 3))));

        Assert.Null(depthwise.Bias);
        Assert.Equal([1, 1, 1, 6], depthwise.Weights.Shape);
        Assert.Equal([-1, 36], Assert.IsType<ReshapeNode>(dense.Nodes[0]).Shape);
        Assert.Equal([1, 36], Last<DenseNode>(dense).Weights.Shape);
        Assert.Equal((2, 1, 2, 1), (pool.WindowHeight, pool.WindowWidth, pool.Geometry.StrideHeight, pool.Geometry.StrideWidth));
        Assert.Equal((3, 2, PaddingKind.Same), (max.WindowHeight, max.WindowWidth, max.Geometry.Padding));
    }

    [Theory]
    [InlineData(BuiltinOperator.Relu, ActivationKind.Relu)]
    [InlineData(BuiltinOperator.Relu6, ActivationKind.Relu6)]
    [InlineData(BuiltinOperator.Logistic, ActivationKind.Sigmoid)]
    [InlineData(BuiltinOperator.Tanh, ActivationKind.Tanh)]
    [InlineData(BuiltinOperator.HardSwish, ActivationKind.HardSwish)]
    public void Activations(BuiltinOperator code, ActivationKind kind) =>
        Assert.Equal(kind, Last<ActivationNode>(Read((m, x) => m.AddOperator(code, [x], [Output(m, 1, 6, 2, 3)]))).Kind);

    [Fact]
    public void Shapes()
    {
        var mean = Last<GlobalAveragePoolNode>(Read((m, x) => m.AddOperator(
            BuiltinOperator.Mean, [x, m.AddConstant("axes", [2], [-2, 1])], [Output(m, 1, 3)], new ReducerOptions(false))));
        var pad = Last<PadNode>(Read((m, x) => m.AddOperator(
            BuiltinOperator.Pad, [x, m.AddConstant("p", [4, 2], [0, 0, 1, 2, 3, 4, 0, 0])], [Output(m, 1, 9, 9, 3)])));
        var reshape = Last<ReshapeNode>(Read((m, x) => m.AddOperator(
            BuiltinOperator.Reshape, [x], [Output(m, 1, 36)], new ReshapeOptions([1, 36]))));
        var concat = Last<ConcatNode>(Read((m, x) => m.AddOperator(
            BuiltinOperator.Concatenation, [x, x], [Output(m, 1, 6, 2, 6)], new ConcatenationOptions(-1))));
        Last<SoftmaxNode>(Read((m, x) => m.AddOperator(BuiltinOperator.Softmax, [x], [Output(m, 1, 6, 2, 3)], new SoftmaxOptions(1))));

        Assert.False(mean.KeepDims);
        Assert.Equal((1, 2, 3, 4), (pad.Top, pad.Bottom, pad.Left, pad.Right));
        Assert.Equal([1, 36], reshape.Shape);
        Assert.Equal(3, concat.Axis);
    }

    [Theory]
    [InlineData(false, 1f, -2f)]
    [InlineData(true, -1f, 2f)]
    public void A_difference_with_a_constant_is_a_scale_and_shift(bool constantFirst, float scale, float shift)
    {
        var node = Last<ScaleShiftNode>(Read((m, x) =>
        {
            int c = m.AddConstant("c", [1], [2f]);
            m.AddOperator(BuiltinOperator.Sub, constantFirst ? [c, x] : [x, c], [Output(m, 1, 6, 2, 3)], new SubOptions());
        }));

        Assert.Equal([scale], node.Scale);
        Assert.Equal([shift], node.Shift);
    }

    [Fact]
    public void Sums_and_products()
    {
        FloatGraph values = Read((m, x) =>
        {
            int t = m.AddTensor("t", TensorType.Float32, [1, 6, 2, 3]);
            m.AddOperator(BuiltinOperator.Add, [x, x], [t], new AddOptions(FusedActivation.Relu));
            m.AddOperator(BuiltinOperator.Mul, [t, x], [Output(m, 1, 6, 2, 3)], new MulOptions());
        });
        var scaled = Last<ScaleShiftNode>(Read((m, x) => m.AddOperator(
            BuiltinOperator.Mul, [x, m.AddConstant("c", [3], [1f, 2f, 3f])], [Output(m, 1, 6, 2, 3)], new MulOptions())));
        var shifted = Last<ScaleShiftNode>(Read((m, x) => m.AddOperator(
            BuiltinOperator.Add, [x, m.AddConstant("c", [1, 1, 3], [1f, 2f, 3f])], [Output(m, 1, 6, 2, 3)], new AddOptions())));

        Assert.Equal(["t/linear", "t", "y"], values.Nodes.Select(node => node.Name));
        Assert.Equal([1f, 2f, 3f], scaled.Scale);
        Assert.Equal([1f, 2f, 3f], shifted.Shift);
    }

    [Fact]
    public void Half_precision_weights_come_through_a_dequantization()
    {
        var conv = Last<ConvNode>(Read((m, x) =>
        {
            Half[] half = [.. Kernel.Select(k => (Half)(k / 2))];
            int stored = m.AddConstant("w16", TensorType.Float16, [2, 1, 1, 3], System.Runtime.InteropServices.MemoryMarshal.AsBytes(half.AsSpan()).ToArray());
            int wide = m.AddTensor("w", TensorType.Float32, [2, 1, 1, 3]);
            m.AddOperator(BuiltinOperator.Dequantize, [stored], [wide]);
            m.AddOperator(BuiltinOperator.Conv2D, [x, wide, -1], [Output(m, 1, 6, 2, 2)], new Conv2DOptions(Padding.Valid, 1, 1));
        }));

        Assert.Equal([0.5f, 1f, 1.5f, 2f, 2.5f, 3f], conv.Weights.Data);
    }

    [Fact]
    public void Quantized_models_stand_for_real_numbers()
    {
        FloatGraph graph = Fixtures.Parse("q.tflite", QuantizedConvolution());

        var conv = Last<ConvNode>(graph);
        Assert.Equal([0.25f, 0.5f, 0.75f, 8f, 10f, 12f], conv.Weights.Data);
        Assert.Equal([8 * 0.5f * 0.25f, -3 * 0.5f * 2f], conv.Bias!);
        Assert.Equal("Int8 .tflite (dequantized)", graph.Source);
        Assert.Equal([0f], graph.Convention!.Mean);
        Assert.Equal([2f], graph.Convention.Std);
    }

    public static byte[] QuantizedConvolution()
    {
        var model = new ModelBuilder("q");
        int x = model.AddInput("x", TensorType.Int8, [1, 6, 2, 3], TensorQuantization.PerTensor(0.5f, -128));
        int w = model.AddConstant("w", [2, 1, 1, 3], new sbyte[] { 1, 2, 3, 4, 5, 6 }.AsSpan(), TensorQuantization.PerChannel([0.25f, 2f], 0));
        int b = model.AddConstant("b", [2], [8, -3]);
        int y = model.AddTensor("y", TensorType.Int8, [1, 6, 2, 2], TensorQuantization.PerTensor(1, 0));
        model.AddOperator(BuiltinOperator.Conv2D, [x, w, b], [y], new Conv2DOptions(Padding.Valid, 1, 1));
        model.MarkOutput(y);
        return TfliteWriter.Write(model.Build());
    }

    [Fact]
    public void Normalization_and_labels_come_from_the_metadata()
    {
        FloatGraph graph = Read(
            (m, x) => m.AddOperator(BuiltinOperator.Mean, [x, m.AddConstant("a", [2], [1, 2])], [Output(m, 1, 3)], new ReducerOptions(false)),
            new ModelMetadata
            {
                Inputs = [new InputMetadata { Normalization = new InputNormalization([1, 2, 3], [4, 5, 6]) }],
                Labels = ["a", "b", "c"],
            });

        Assert.Equal([1f, 2f, 3f], graph.Convention!.Mean);
        Assert.Equal([4f, 5f, 6f], graph.Convention.Std);
        Assert.Equal("the model's metadata", graph.ConventionReason);
        Assert.Equal(["a", "b", "c"], graph.Labels);
    }

    [Fact]
    public void Errors_name_what_is_wrong()
    {
        Expect.Text(
            "operator 0 (FLOOR) is not supported",
            Refusal((m, x) => m.AddOperator(BuiltinOperator.Floor, [x], [Output(m, 1, 6, 2, 3)])));
        Expect.Text(
            "only beta 1",
            Refusal((m, x) => m.AddOperator(BuiltinOperator.Softmax, [x], [Output(m, 1, 6, 2, 3)], new SoftmaxOptions(2))));
        Expect.Text(
            "mean over height and width",
            Refusal((m, x) => m.AddOperator(
                BuiltinOperator.Mean,
                [x, m.AddConstant("a", [1], [3])],
                [Output(m, 1, 6, 2)],
                new ReducerOptions(false))));
        Expect.Text(
            "fused activation SignBit",
            Refusal((m, x) => m.AddOperator(
                BuiltinOperator.Add,
                [x, x],
                [Output(m, 1, 6, 2, 3)],
                new AddOptions(FusedActivation.SignBit))));
        Expect.Text(
            "'w': element 2 is infinite",
            Refusal((m, x) => m.AddOperator(
                BuiltinOperator.Mul,
                [x, m.AddConstant("w", [3], [1f, 2f, float.PositiveInfinity])],
                [Output(m, 1, 6, 2, 3)],
                new MulOptions())));
        Expect.Text(
            "one value or one per channel",
            Refusal((m, x) => m.AddOperator(
                BuiltinOperator.Mul,
                [x, m.AddConstant("w", [2, 3], [1f, 2f, 3f, 4f, 5f, 6f])],
                [Output(m, 1, 6, 2, 3)],
                new MulOptions())));
        Expect.Text(
            "only the padding of height and width",
            Refusal((m, x) => m.AddOperator(
                BuiltinOperator.Pad,
                [x, m.AddConstant("p", [4, 2], [0, 0, 1, 2, 3, 4, 1, 0])],
                [Output(m, 1, 9, 9, 4)])));
        Expect.Text(
            "do not fit an input of [1, 6, 2, 3]",
            Refusal((m, x) => m.AddOperator(
                BuiltinOperator.Conv2D,
                [x, m.AddConstant("w", [3, 1, 1, 2], Kernel.AsSpan()), -1],
                [Output(m, 1, 6, 2, 3)],
                new Conv2DOptions(Padding.Valid, 1, 1))));
        Expect.Text(
            "2 biases for 3 outputs",
            Refusal((m, x) => m.AddOperator(
                BuiltinOperator.Conv2D,
                [x, m.AddConstant("w", [3, 1, 1, 3], new float[9].AsSpan()), m.AddConstant("b", [2], [1f, 2f])],
                [Output(m, 1, 6, 2, 3)],
                new Conv2DOptions(Padding.Valid, 1, 1))));
    }

    [SharedFact]
    public void A_model_in_two_parts_is_one_graph()
    {
        string Part(string part) => SharedMaterial.PathOf("models", "tflite", $"mobilenet_v1_1.0_224_quant_{part}.tflite");

        FloatGraph graph = SourceLoader.Load([Part("embedding_extractor"), Part("head_layers")], SourceOptions.None);

        Assert.IsType<SoftmaxNode>(graph.Nodes[^1]);
        Assert.Equal([1001, 1, 1, 1024], graph.Nodes.OfType<ConvNode>().Last().Weights.Shape);
        Assert.Equal(13, graph.Nodes.OfType<DepthwiseConvNode>().Count());
        Assert.Equal("UInt8 .tflite (dequantized)", graph.Source);
        Assert.Equal([128f], graph.Convention!.Mean);
        Assert.Equal([128f], graph.Convention.Std);
        var error = Assert.Throws<SourceException>(() => SourceLoader.Load([Part("embedding_extractor"), Part("embedding_extractor")], SourceOptions.None));
        Expect.Text("does not take the [1, 1, 1, 1024]", error.Message);
        error = Assert.Throws<SourceException>(() => SourceLoader.Load(Part("head_layers"), SourceOptions.None));
        Expect.Text("is 1×1×1024; an image of", error.Message);
    }

    private static int Output(ModelBuilder model, params int[] shape)
    {
        int y = model.AddTensor("y", TensorType.Float32, shape);
        model.MarkOutput(y);
        return y;
    }

    private static FloatGraph Read(Action<ModelBuilder, int> add, ModelMetadata? metadata = null)
    {
        var model = new ModelBuilder("m");
        if (metadata is not null)
            model.Metadata = metadata;
        add(model, model.AddInput("x", TensorType.Float32, [1, 6, 2, 3]));
        return Fixtures.Parse("m.tflite", TfliteWriter.Write(model.Build()));
    }

    private static string Refusal(Action<ModelBuilder, int> add) => Assert.Throws<SourceException>(() => Read(add)).Message;

    private static T Last<T>(FloatGraph graph)
        where T : FloatNode => Assert.IsType<T>(graph.Nodes[^1]);
}
