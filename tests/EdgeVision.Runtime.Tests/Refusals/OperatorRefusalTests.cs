using EdgeVision.Model;
using EdgeVision.Runtime.Tests.Support;

namespace EdgeVision.Runtime.Tests.Refusals;

/// <summary>All other operators that cannot be run.</summary>
public sealed class OperatorRefusalTests
{
    private static readonly TensorQuantization Other = TensorQuantization.PerTensor(0.07f, 3);
    private static readonly TensorQuantization Probability = TensorQuantization.PerTensor(1 / 256f, -128);

    private readonly TestGraph _graph = new();
    private readonly int _image;
    private readonly int _flat;

    public OperatorRefusalTests()
    {
        _image = _graph.Input(1, 6, 6, 4);
        _flat = _graph.Input(9, 16);
    }

    [Theory]
    [InlineData(BuiltinOperator.Relu)]
    [InlineData(BuiltinOperator.Relu6)]
    [InlineData(BuiltinOperator.ReluN1To1)]
    [InlineData(BuiltinOperator.HardSwish)]
    [InlineData(BuiltinOperator.Quantize)]
    public void Tables_of_wrong_shapes(BuiltinOperator code) => Expect(_graph.Operator(code, [_image], [1, 6, 6, 5]), "should be [1, 6, 6, 4]");

    [Theory]
    [InlineData(BuiltinOperator.Relu)]
    [InlineData(BuiltinOperator.Relu6)]
    [InlineData(BuiltinOperator.ReluN1To1)]
    [InlineData(BuiltinOperator.HardSwish)]
    public void Tables_between_types(BuiltinOperator code) =>
        Expect(_graph.Unary(code, _image, TensorQuantization.PerTensor(0.05f, 120), TensorType.UInt8), "UInt8 differs from Int8");

    [Fact]
    public void Tables_of_types_without_eight_bits()
    {
        Expect(_graph.Unary(BuiltinOperator.Quantize, _image, Other, TensorType.Int16), "Int16 is not supported here");
        var wide = new ModelBuilder("graph.tflite");
        int y = wide.AddTensor("y", TensorType.Int8, [4], Other);
        wide.AddOperator(BuiltinOperator.Quantize, [wide.AddInput("x", TensorType.Int32, [4])], [y]);
        wide.MarkOutput(y);
        Refusal.Expect(wide.Build(), "Int32 is not supported here");
    }

    [Fact]
    public void Functions_with_another_output_scale()
    {
        Expect(_graph.Unary(BuiltinOperator.Logistic, _image, Other), "1/256");
        var tanh = new TestGraph();
        Refusal.Expect(tanh.Build(tanh.Unary(BuiltinOperator.Tanh, tanh.Input(4), Other)), "1/128");
        var softmax = new TestGraph();
        Refusal.Expect(softmax.Build(softmax.Unary(BuiltinOperator.Softmax, softmax.Input(4), Other)), "1/256");
    }

    [Fact]
    public void Hard_swish_that_amplifies_too_much() =>
        Expect(_graph.Unary(BuiltinOperator.HardSwish, _image, TensorQuantization.PerTensor(1e-6f, 0)), "hard-swish");

    [Fact]
    public void Softmax_without_a_usable_beta() =>
        Expect(_graph.Operator(BuiltinOperator.Softmax, [_flat], [9, 16], new SoftmaxOptions(0), Probability), "beta");

    [Fact]
    public void Dequantize_to_something_else() => Expect(_graph.Unary(BuiltinOperator.Dequantize, _image), "should be FLOAT32");

    [Theory]
    [InlineData(4)]
    [InlineData(-5)]
    public void Arg_max_over_a_dimension_that_is_not_there(int axis) =>
        Expect(
            _graph.Operator(BuiltinOperator.ArgMax, [_image, _graph.Integers(axis)], [1, 6, 6], null, null, TensorType.Int32),
            "the axis must be one dimension");

    [Fact]
    public void Arg_max_of_wrong_shape_or_type()
    {
        int axis = _graph.Integers(3);
        Expect(
            _graph.Operator(BuiltinOperator.ArgMax, [_image, axis], [1, 6, 6], null, null, TensorType.Int16), "should be INT32 or INT64");
        var graph = new TestGraph();
        int image = graph.Input(1, 6, 6, 4);
        Refusal.Expect(
            graph.Build(graph.Operator(BuiltinOperator.ArgMax, [image, graph.Integers(3)], [1, 6, 4], null, null, TensorType.Int32)),
            "should be [1, 6, 6]");
    }

    [Theory]
    [InlineData(BuiltinOperator.Add)]
    [InlineData(BuiltinOperator.Sub)]
    [InlineData(BuiltinOperator.Mul)]
    public void Elementwise_shapes_that_do_not_broadcast(BuiltinOperator code) =>
        Expect(_graph.Operator(code, [_image, _graph.Relu(_graph.Input(1, 6, 3, 4))], [1, 6, 6, 4]), "do not broadcast", index: 1);

    [Fact]
    public void Elementwise_types_activations_and_ranks()
    {
        Expect(
            _graph.Operator(BuiltinOperator.Add, [_image, _image], [1, 6, 6, 4], new AddOptions(FusedActivation.Tanh)), "activation Tanh");
        var mixed = new TestGraph();
        int x = mixed.Input(4), y = mixed.Unary(BuiltinOperator.Quantize, x, TensorQuantization.PerTensor(0.05f, 120), TensorType.UInt8);
        Refusal.Expect(mixed.Build(mixed.Operator(BuiltinOperator.Mul, [x, y], [4])), "UInt8 differs from Int8", index: 1);
        var deep = new TestGraph();
        int z = deep.Input(1, 2, 1, 2, 2);
        Refusal.Expect(deep.Build(deep.Add(z, z)), "at most 4 are supported");
    }

    [Theory]
    [InlineData(BuiltinOperator.AveragePool2D)]
    [InlineData(BuiltinOperator.MaxPool2D)]
    public void Pooling(BuiltinOperator code)
    {
        var good = new Pool2DOptions(Padding.Same, 2, 2, 3, 3);
        ExpectPool(code, good, [1, 3, 3, 4], null, null);
        ExpectPool(code, good, [1, 3, 3, 5], null, "should be [1, 3, 3, 4]");
        ExpectPool(code, good, [1, 3, 3, 4], Other, "different scales");
        ExpectPool(code, good with { FilterHeight = 7, Padding = Padding.Valid }, [1, 1, 2, 4], null, "does not fit the 6x6 input");
        ExpectPool(code, good with { FilterWidth = 0 }, [1, 3, 3, 4], null, "out of range");
        ExpectPool(code, good with { StrideHeight = 0 }, [1, 3, 3, 4], null, "out of range");
        ExpectPool(code, good with { Activation = FusedActivation.SignBit }, [1, 3, 3, 4], null, "activation SignBit");
    }

    [Theory]
    [InlineData(new[] { 1, 3 }, "adjacent axes")]
    [InlineData(new[] { 4 }, "axis 4 does not exist")]
    [InlineData(new[] { -5 }, "axis -5 does not exist")]
    [InlineData(new[] { 1 }, "should be [1, 6, 4]")]
    public void Means(int[] axes, string reason) =>
        Expect(_graph.Operator(BuiltinOperator.Mean, [_image, _graph.Integers(axes)], [1, 4], new ReducerOptions(false)), reason);

    [Fact]
    public void Reshapes()
    {
        Expect(_graph.Reshape(_image, 1, 6, 6, 3), "its 108 elements should be the input's 144");
        var graph = new TestGraph();
        Refusal.Expect(
            graph.Build(graph.Operator(BuiltinOperator.Squeeze, [graph.Input(1, 4)], [4], null, Other)), "should be the input's");
        var typed = new TestGraph();
        Refusal.Expect(
            typed.Build(typed.Operator(BuiltinOperator.Reshape, [typed.Input(4)], [4], null, null, TensorType.Int16)),
            "Int16 differs from Int8");
    }

    [Theory]
    [InlineData(new[] { 0, 0, 1, 1, 1, 1, 0, 0 }, new[] { 1, 8, 7, 4 }, "should be [1, 8, 8, 4]")]
    [InlineData(new[] { 0, 0, 1, 1, 1, 1 }, new[] { 1, 8, 8, 4 }, "two amounts for each of 4 dimensions")]
    [InlineData(new[] { 0, 0, -1, 1, 0, 0, 0, 0 }, new[] { 1, 6, 6, 4 }, "negative amounts")]
    [InlineData(new[] { 0, 0, int.MaxValue, int.MaxValue, 0, 0, 0, 0 }, new[] { 1, 4, 6, 4 }, "")]
    public void Pads(int[] amounts, int[] shape, string reason) =>
        Expect(_graph.Operator(BuiltinOperator.Pad, [_image, _graph.Integers(amounts)], shape), reason);

    [Fact]
    public void Axes_that_are_no_integers()
    {
        int real = _graph.Constant(TensorType.Float32, [1], [0, 0, 0, 0], null);
        Expect(_graph.Operator(BuiltinOperator.Mean, [_image, real], [1, 6, 4], new ReducerOptions(false)), "should be INT32 or INT64");
        var graph = new TestGraph();
        int image = graph.Input(1, 6, 6, 4), large = graph.Constant(TensorType.Int64, [1], [0, 0, 0, 0, 1, 0, 0, 0], null);
        Refusal.Expect(
            graph.Build(graph.Operator(BuiltinOperator.Mean, [image, large], [1, 6, 4], new ReducerOptions(false))),
            "its value 4294967296 is out of range");
    }

    [Fact]
    public void Pads_to_another_scale() =>
        Expect(
            _graph.Operator(BuiltinOperator.Pad, [_image, _graph.Integers(0, 0, 0, 0, 0, 0, 0, 0)], [1, 6, 6, 4], null, Other),
            "should be the input's");

    [Theory]
    [InlineData(4, FusedActivation.None, new[] { 1, 6, 6, 8 }, "axis 4 does not exist")]
    [InlineData(-5, FusedActivation.None, new[] { 1, 6, 6, 8 }, "axis -5 does not exist")]
    [InlineData(3, FusedActivation.Relu, new[] { 1, 6, 6, 8 }, "activation Relu")]
    [InlineData(3, FusedActivation.None, new[] { 1, 6, 6, 9 }, "add up to 8 along axis 3 instead of 9")]
    [InlineData(2, FusedActivation.None, new[] { 1, 6, 12, 5 }, "does not fit")]
    [InlineData(1, FusedActivation.None, new[] { 12, 6, 4 }, "does not fit")]
    public void Concatenations(int axis, FusedActivation activation, int[] shape, string reason) =>
        Expect(_graph.Operator(BuiltinOperator.Concatenation, [_image, _image], shape, new ConcatenationOptions(axis, activation)), reason);

    [Fact]
    public void Concatenations_of_int8_do_not_rescale() =>
        Expect(
            _graph.Operator(BuiltinOperator.Concatenation, [_image, _image], [1, 6, 6, 8], new ConcatenationOptions(3), Other),
            "may not rescale");

    [Theory]
    [InlineData(BuiltinOperator.ResizeBilinear)]
    [InlineData(BuiltinOperator.ResizeNearestNeighbor)]
    public void Resizes(BuiltinOperator code)
    {
        ExpectResize(code, [12, 12], [1, 12, 12, 4], both: false, null, null);
        ExpectResize(code, [12, 12], [1, 12, 12, 4], both: true, null, "exclude each other");
        ExpectResize(code, [12, 11], [1, 12, 12, 4], both: false, null, "should be [1, 12, 11, 4]");
        ExpectResize(code, [12, 12], [1, 12, 12, 4], both: false, Other, "should be the input's");
        ExpectResize(code, [12, 12, 1], [1, 12, 12, 4], both: false, null, "two numbers");
        ExpectResize(code, [0, 12], [1, 12, 12, 4], both: false, null, "should be [1, 0, 12, 4]");
        ExpectResize(code, [(1 << 20) + 1, 1], [1, (1 << 20) + 1, 1, 4], both: false, null, "out of range");
    }

    private static void ExpectPool(
        BuiltinOperator code, Pool2DOptions options, int[] shape, TensorQuantization? quantization, string? reason)
    {
        var graph = new TestGraph();
        Check(graph.Build(graph.Operator(code, [graph.Input(1, 6, 6, 4)], shape, options, quantization)), reason);
    }

    private static void ExpectResize(
        BuiltinOperator code, int[] size, int[] shape, bool both, TensorQuantization? quantization, string? reason)
    {
        var graph = new TestGraph();
        OperatorOptions options = code == BuiltinOperator.ResizeBilinear ? new ResizeBilinearOptions(both, both) : new ResizeNearestNeighborOptions(both, both);
        int image = graph.Input(1, 6, 6, 4);
        Check(graph.Build(graph.Operator(code, [image, graph.Integers(size)], shape, options, quantization)), reason);
    }

    private static void Check(TfliteModel model, string? reason)
    {
        if (reason is null)
            Assert.Single(TestPlans.Create(model).Steps);
        else
            Refusal.Expect(model, reason);
    }

    private void Expect(int output, string reason, int index = 0) => Refusal.Expect(_graph.Build(output), reason, index: index);
}
