using EdgeVision.Model;
using EdgeVision.Runtime.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Planning;

/// <summary>
/// Graphs in which names of the same bytes and computing in place could go wrong. Each result is compared with a plan in which every
/// tensor is computed by a step of its own and keeps its bytes.
/// </summary>
public sealed class LifetimeTests
{
    private const int Bytes = 48;

    private readonly TestGraph _graph = new();
    private readonly int _input;

    public LifetimeTests() => _input = _graph.Input(1, 4, 4, 3);

    [Fact]
    public void A_chain_of_reshapes_costs_nothing()
    {
        int x = _graph.Relu(_input);
        int y = _graph.Reshape(_graph.Reshape(_graph.Reshape(x, 48), 4, 12), 1, 2, 8, 3);
        ExecutionPlan plan = AssertSameAsSeparate(_graph.Build(_graph.Relu(y)));
        Assert.Equal(2, plan.Steps.Count);
        Assert.Equal([0, 1, 2, 3], plan.Steps[0].Operators);
        Assert.Equal([x, y - 2, y - 1, y], plan.Steps[0].Outputs.Select(t => t.Index));
        Assert.Equal(Bytes, plan.Arena.TotalBytes); // both steps run in place
    }

    [Fact]
    public void A_reshape_of_the_input_is_the_input()
    {
        ExecutionPlan plan = AssertSameAsSeparate(_graph.Build(_graph.Relu(_graph.Reshape(_input, 6, 8))));
        Assert.Equal([1], Assert.Single(plan.Steps).Operators);
    }

    [Fact]
    public void A_model_that_only_reshapes_has_no_steps()
    {
        ExecutionPlan plan = AssertSameAsSeparate(_graph.Build(_graph.Reshape(_input, 6, 8)));
        Assert.Empty(plan.Steps);
        Assert.Equal(Bytes, plan.Arena.TotalBytes);
    }

    [Fact]
    public void An_output_that_is_read_later_is_not_overwritten()
    {
        int x = _graph.Relu(_input);
        ExecutionPlan plan = AssertSameAsSeparate(_graph.Build(x, _graph.Unary(BuiltinOperator.Relu6, x)));
        Assert.Equal(2, plan.Arena.Blocks.Count);
    }

    [Fact]
    public void An_output_is_not_overwritten_through_its_other_name()
    {
        int x = _graph.Relu(_input);
        AssertSameAsSeparate(_graph.Build(_graph.Reshape(x, 48), _graph.Unary(BuiltinOperator.Relu6, x)));
    }

    [Fact]
    public void A_name_keeps_the_bytes_alive_after_the_last_use_of_the_original()
    {
        int x = _graph.Relu(_input);
        int name = _graph.Reshape(x, 48);
        int y = _graph.Unary(BuiltinOperator.Relu6, x);
        AssertSameAsSeparate(_graph.Build(_graph.Add(_graph.Reshape(y, 48), name)));
    }

    [Fact]
    public void Adding_two_names_of_the_same_bytes_runs_in_place()
    {
        int x = _graph.Relu(_input);
        ExecutionPlan plan = AssertSameAsSeparate(_graph.Build(_graph.Add(x, _graph.Reshape(x, 1, 4, 4, 3))));
        Assert.Equal(Bytes, plan.Arena.TotalBytes);
    }

    [Fact]
    public void Adding_a_tensor_to_itself_runs_in_place() =>
        Assert.Equal(Bytes, AssertSameAsSeparate(_graph.Build(_graph.Add(_input, _input))).Arena.TotalBytes);

    [Fact]
    public void A_sum_takes_over_the_operand_that_is_not_needed_again()
    {
        int x = _graph.Relu(_input), y = _graph.Unary(BuiltinOperator.Relu6, _input);
        int sum = _graph.Add(x, y);
        ExecutionPlan plan = AssertSameAsSeparate(_graph.Build(_graph.Add(sum, x)));
        Assert.Contains(plan.Arena.Blocks, block => block.Tensors.Any(t => t.Index == y) && block.Tensors.Any(t => t.Index == sum));
    }

    [Fact]
    public void A_broadcast_operand_is_not_taken_over()
    {
        int row = _graph.Input(1, 1, 1, 3);
        int sum = _graph.Add(row, _graph.Relu(_input));
        ExecutionPlan plan = AssertSameAsSeparate(_graph.Build(_graph.Relu(sum)));
        Assert.Equal("t1", plan.Arena.Blocks.Single(block => block.Tensors.Any(t => t.Index == row)).Label);
    }

    [Fact]
    public void Two_outputs_can_be_names_of_the_same_bytes()
    {
        int x = _graph.Relu(_input);
        ExecutionPlan plan = AssertSameAsSeparate(_graph.Build(x, _graph.Reshape(x, 48), x));
        Assert.Equal(Bytes, plan.Arena.TotalBytes);
    }

    [Fact]
    public void A_result_that_nobody_reads_does_not_disturb_the_others()
    {
        int x = _graph.Relu(_input);
        _graph.Unary(BuiltinOperator.Relu6, x);
        _graph.Reshape(_graph.Unary(BuiltinOperator.Relu6, _input), 48);
        AssertSameAsSeparate(_graph.Build(_graph.Relu(x)));
    }

    [Fact]
    public void An_input_can_be_an_output()
    {
        AssertSameAsSeparate(_graph.Build(_input, _graph.Relu(_input)));
        AssertSameAsSeparate(_graph.Build(_input));
    }

    [Fact]
    public void An_input_that_nobody_reads_has_its_place()
    {
        _graph.Input(1, 4, 4, 3);
        AssertSameAsSeparate(_graph.Build(_graph.Relu(_graph.Relu(_input))));
    }

    [Fact]
    public void Constants_can_be_operands_and_outputs()
    {
        var data = new byte[Bytes];
        new Prng(3).Fill(data.AsSpan());
        int constant = _graph.Constant(TensorType.Int8, [1, 4, 4, 3], data, _graph.Quantization);
        int other = _graph.Reshape(constant, 48);
        ExecutionPlan plan = AssertSameAsSeparate(_graph.Build(_graph.Add(constant, _input), other, _graph.Relu(constant), constant));
        Assert.Equal(data, Sessions.Run(plan, new byte[Bytes])[3]);
        Assert.Equal(Bytes + 256, plan.PackedBytes); // the constant once, and the table of RELU
    }

    [Fact]
    public void A_model_can_be_constants_only()
    {
        var graph = new TestGraph(TensorType.UInt8);
        int constant = graph.Constant(TensorType.UInt8, [3], [1, 2, 255], graph.Quantization);
        ExecutionPlan plan = TestPlans.Create(graph.Build(constant));
        Assert.Equal(0, plan.Arena.TotalBytes);
        Assert.Equal([1, 2, 255], Assert.Single(Sessions.Run(plan)));
    }

    [Fact]
    public void Quantizing_to_the_other_sign_only_renames()
    {
        TensorQuantization quantization = TensorQuantization.PerTensor(0.05f, 120);
        int other = _graph.Unary(BuiltinOperator.Quantize, _input, quantization, TensorType.UInt8);
        ExecutionPlan plan = AssertSameAsSeparate(_graph.Build(other));
        Assert.Empty(plan.Steps);
        byte[] output = Assert.Single(Sessions.Run(plan, [.. Enumerable.Repeat((byte)0, Bytes)]));
        Assert.All(output, value => Assert.Equal(128, value));
    }

    [Fact]
    public void Ten_thousand_names_of_one_tensor_are_planned_without_recursion()
    {
        int x = _input;
        for (int i = 0; i < 9_999; i++)
            x = _graph.Reshape(x, i % 2 == 0 ? [48] : [6, 8]);
        ExecutionPlan plan = TestPlans.Create(_graph.Build(_graph.Relu(x)));
        Assert.Single(plan.Steps);
        Assert.Equal(Bytes, plan.Arena.TotalBytes);
    }

    private static ExecutionPlan AssertSameAsSeparate(TfliteModel model)
    {
        SeparatePlans.AssertSameResults(model, seed: 17);
        return TestPlans.Create(model);
    }
}
