using System.Diagnostics;
using EdgeVision.Model;
using EdgeVision.Runtime.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Refusals;

/// <summary>Models that are unusable as a whole: operators this runtime does not know, and files that ask for too much.</summary>
public sealed class ModelRefusalTests
{
    private readonly TestGraph _graph = new();

    [SharedTheory]
    [InlineData("ssd_mobilenet_v1_coco_quant", "TFLite_Detection_PostProcess")]
    [InlineData("posenet_mobilenet_v1_075_353_481_16_quant_decoder", "PosenetDecoderOp")]
    public void Custom_operators(string name, string custom)
    {
        TfliteModel model = SharedModels.Load(name);
        Assert.Contains(name, SharedModels.WithCustomOperators);
        string message = Refusal.MessageFor(model);
        Assert.Contains($"operator {model.Operators.Count - 1} {custom}, ", message, StringComparison.Ordinal);
        Assert.EndsWith("this operator is not supported", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_operators()
    {
        Refusal.Expect(
            _graph.Build(_graph.Unary(BuiltinOperator.Exp, _graph.Relu(_graph.Input(4)))), "this operator is not supported", index: 1);
        var graph = new TestGraph();
        Refusal.Expect(graph.Build(graph.Unary((BuiltinOperator)999, graph.Input(4))), "this operator is not supported");
    }

    [Fact]
    public void Missing_inputs_and_outputs()
    {
        var builder = new ModelBuilder("graph.tflite");
        int x = builder.AddInput("x", TensorType.Int8, [4], TensorQuantization.PerTensor(0.1f, 0));
        int y = builder.AddTensor("y", TensorType.Int8, [4], TensorQuantization.PerTensor(0.1f, 0));
        int z = builder.AddTensor("z", TensorType.Int8, [4], TensorQuantization.PerTensor(0.1f, 0));
        builder.AddOperator(BuiltinOperator.Add, [x, -1], [y]);
        builder.MarkOutput(y);
        Refusal.Expect(builder.Build(), "input 1 is missing");
        builder = new ModelBuilder("graph.tflite");
        x = builder.AddInput("x", TensorType.Int8, [4], TensorQuantization.PerTensor(0.1f, 0));
        y = builder.AddTensor("y", TensorType.Int8, [4], TensorQuantization.PerTensor(0.1f, 0));
        z = builder.AddTensor("z", TensorType.Int8, [4], TensorQuantization.PerTensor(0.1f, 0));
        builder.AddOperator(BuiltinOperator.Relu, [x], [y, z]);
        builder.MarkOutput(z);
        Refusal.Expect(builder.Build(), "2 outputs instead of one");
    }

    [Fact]
    public void An_operator_without_outputs_is_refused_without_a_tensor()
    {
        var builder = new ModelBuilder("graph.tflite");
        int x = builder.AddInput("x", TensorType.Int8, [4], TensorQuantization.PerTensor(0.1f, 0));
        builder.AddOperator(BuiltinOperator.Relu, [x], []);
        builder.MarkOutput(x);
        Assert.Equal("graph.tflite: operator 0 RELU: it has 0 outputs instead of one", Refusal.MessageFor(builder.Build()));
    }

    [Fact]
    public void Names_with_line_breaks_do_not_break_the_message()
    {
        var builder = new ModelBuilder("graph.tflite");
        int x = builder.AddInput("a\nb", TensorType.Int8, [4], TensorQuantization.PerTensor(0.1f, 0));
        int y = builder.AddTensor("c\r\nd", TensorType.Int8, [5], TensorQuantization.PerTensor(0.1f, 0));
        builder.AddOperator(BuiltinOperator.Relu, [x], [y]);
        builder.MarkOutput(y);
        Refusal.Expect(builder.Build(), "'c??d'");
    }

    [Fact]
    public void Variables()
    {
        var builder = new ModelBuilder("graph.tflite");
        TensorQuantization quantization = TensorQuantization.PerTensor(0.1f, 0);
        int x = builder.AddInput("x", TensorType.Int8, [4], quantization), state = builder.AddVariable("state", TensorType.Int8, [4], quantization);
        builder.AddOperator(BuiltinOperator.Relu, [x], [state]);
        builder.AddOperator(BuiltinOperator.Relu6, [x], [state]);
        builder.MarkOutput(state);
        Refusal.Expect(builder.Build(), "variables");
    }

    [Fact]
    public void A_variable_that_nothing_writes()
    {
        var builder = new ModelBuilder("graph.tflite");
        builder.MarkOutput(builder.AddVariable("state", TensorType.Int8, [4], TensorQuantization.PerTensor(0.1f, 0)));
        Assert.Contains(
            "tensor 0 'state' Int8[4]: it is read but never written", Refusal.MessageFor(builder.Build()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TensorType.Int4)]
    [InlineData(TensorType.String)]
    public void Types_whose_elements_are_not_whole_bytes(TensorType type)
    {
        var constants = new ModelBuilder("graph.tflite");
        int constant = constants.AddConstant("constant", type, [8], new byte[4]);
        int renamed = constants.AddTensor("renamed", type, [8]);
        constants.AddOperator(BuiltinOperator.Reshape, [constant], [renamed]);
        constants.MarkOutput(renamed);
        Assert.Contains("tensor 0 'constant'", Refusal.MessageFor(constants.Build()), StringComparison.Ordinal);
        var inputs = new ModelBuilder("graph.tflite");
        inputs.MarkOutput(inputs.AddInput("input", type, [8]));
        Assert.Contains("not whole bytes", Refusal.MessageFor(inputs.Build()), StringComparison.Ordinal);
    }

    [Fact]
    public void More_operators_than_any_network_has()
    {
        int x = _graph.Input(4);
        for (int i = 0; i < 10_001; i++)
            x = _graph.Relu(x);
        Assert.Contains("10001 operators; at most 10000", Refusal.MessageFor(_graph.Build(x)), StringComparison.Ordinal);
    }

    [Fact]
    public void Arenas_beyond_the_limit()
    {
        int x = _graph.Input(1, 100, 100, 10);
        TfliteModel model = _graph.Build(_graph.Unary(BuiltinOperator.Dequantize, x, null, TensorType.Float32));
        Assert.Equal(500_000, ExecutionPlan.Create(model, new PlanOptions { MaxArenaBytes = 500_000 }).Arena.TotalBytes);
        Assert.Contains(
            "an arena of 500000 bytes; the limit is 499999", Refusal.MessageFor(model, new PlanOptions { MaxArenaBytes = 499_999 }),
            StringComparison.Ordinal);
        Refusal.Expect(model, "its 400000 bytes exceed the arena's limit", new PlanOptions { MaxArenaBytes = 399_999 });
    }

    /// <summary>A few hundred bytes of file that declare gigabytes, with and without sharing.</summary>
    [Fact]
    public void Activations_beyond_what_can_be_addressed()
    {
        int x = _graph.Input(1 << 28);
        int y = _graph.Input(1 << 28);
        TfliteModel model = _graph.Build(_graph.Add(x, y));
        Assert.Contains("the limit is 268435456", Refusal.MessageFor(model), StringComparison.Ordinal);
        var large = new TestGraph();
        int[] inputs = [.. Enumerable.Range(0, 4).Select(_ => large.Input(int.MaxValue))];
        TfliteModel four = large.Build(large.Relu(inputs[0]));
        string shared = Refusal.MessageFor(four, PlanOptions.Default with { MaxArenaBytes = int.MaxValue });
        string separate = Refusal.MessageFor(four, PlanOptions.KeepEveryTensor with { MaxArenaBytes = int.MaxValue });
        Assert.Contains("an arena of 8589934591 bytes", shared, StringComparison.Ordinal);
        Assert.Contains("an arena of 10737418239 bytes", separate, StringComparison.Ordinal);
    }

    [Fact]
    public void Work_beyond_the_limit()
    {
        int x = _graph.Input(1, 64, 64, 4);
        TfliteModel model = _graph.Build(
            _graph.Operator(BuiltinOperator.MaxPool2D, [x], [1, 64, 64, 4], new Pool2DOptions(Padding.Same, 1, 1, 64, 64)));
        const long Work = (64L * 64 * 4 * 64 * 64) + (2 * 64 * 64 * 4);
        Assert.Single(ExecutionPlan.Create(model, new PlanOptions { MaxWork = Work }).Steps);
        Assert.Contains("one run would take", Refusal.MessageFor(model, new PlanOptions { MaxWork = Work - 1 }), StringComparison.Ordinal);
    }

    /// <summary>Windows so large that the product with the output's size would wrap to 0 in 64 bits.</summary>
    [Theory]
    [InlineData(BuiltinOperator.AveragePool2D)]
    [InlineData(BuiltinOperator.MaxPool2D)]
    public void Windows_beyond_any_sum(BuiltinOperator code)
    {
        int x = _graph.Input(1, 1 << 13, 1 << 13, 4);
        TfliteModel model = _graph.Build(
            _graph.Operator(code, [x], [1, 1 << 13, 1 << 13, 4], new Pool2DOptions(Padding.Same, 1, 1, 1 << 20, 1 << 20)));
        Refusal.Expect(model, "window", new PlanOptions { MaxArenaBytes = int.MaxValue });
    }

    [Fact]
    public void Many_cheap_operators_over_large_tensors_add_up()
    {
        int x = _graph.Input(1 << 26);
        for (int i = 0; i < 9_000; i++)
            x = _graph.Relu(x);
        Assert.Contains("one run would take", Refusal.MessageFor(_graph.Build(x)), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_beyond_the_limit()
    {
        TfliteModel model = CommittedModel.Load();
        long packed = ExecutionPlan.Create(model).PackedBytes;
        Assert.Equal(packed, ExecutionPlan.Create(model, new PlanOptions { MaxWeightBytes = packed }).PackedBytes);
        Assert.Contains(
            "its weights and tables", Refusal.MessageFor(model, new PlanOptions { MaxWeightBytes = packed - 1 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Constants_and_resize_tables_count_as_weights()
    {
        int constant = _graph.Constant(TensorType.Int8, [1000], new byte[1000], _graph.Quantization);
        Assert.Contains(
            "its weights and tables", Refusal.MessageFor(_graph.Build(constant), new PlanOptions { MaxWeightBytes = 999 }),
            StringComparison.Ordinal);
        var graph = new TestGraph();
        int image = graph.Input(1, 1, 1, 1);
        int large = graph.Operator(BuiltinOperator.ResizeNearestNeighbor, [image, graph.Integers(1 << 20, 1)], [1, 1 << 20, 1, 1]);
        Assert.Contains(
            "its weights and tables", Refusal.MessageFor(graph.Build(large), new PlanOptions { MaxWeightBytes = 1 << 22 }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_operators_are_planned_in_seconds()
    {
        int x = _graph.Input(1, 2, 2, 2);
        List<int> tensors = [x];
        var random = new Prng(9);
        for (int i = 0; i < 9_999; i++)
            tensors.Add(_graph.Add(tensors[^1], tensors[random.Next(Math.Max(0, tensors.Count - 50), tensors.Count - 1)]));
        var watch = Stopwatch.StartNew();
        Assert.Equal(9_999, TestPlans.Create(_graph.Build(tensors[^1])).Steps.Count);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 30);
    }
}
