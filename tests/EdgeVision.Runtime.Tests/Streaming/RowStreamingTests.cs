using EdgeVision.Kernels;
using EdgeVision.Model;
using EdgeVision.Runtime.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Streaming;

/// <summary>Where plans stream rows, what that saves, and that nothing else changes.</summary>
public sealed class RowStreamingTests
{
    [Fact]
    public void The_largest_tensor_of_a_mobilenet_has_no_place_in_the_arena()
    {
        TfliteModel model = CommittedModel.LoadPersonDetector();
        ExecutionPlan plan = TestPlans.Create(model);
        PlannedTensor largest = plan.Tensors.Where(tensor => !tensor.IsConstant).MaxBy(tensor => tensor.ByteCount)!;
        Assert.True(plan.Arena.TotalBytes < largest.ByteCount);
        ArenaBlock strips = Assert.Single(plan.Arena.Blocks, block => block.StripsOf.Contains(largest));
        Assert.Empty(strips.Tensors);
        Assert.Equal(strips.FirstStep, strips.LastStep);
        Assert.Contains($"t{largest.Index}", strips.Label, StringComparison.Ordinal);
        Assert.Contains("strips of t", plan.Arena.ToText(), StringComparison.Ordinal);
        using var session = new InferenceSession(plan);
        Assert.Throws<ArgumentException>(() => session.CopyTensor(largest.Index, new byte[largest.ByteCount]));
    }

    [Fact]
    public void A_joined_step_names_its_operators_and_kernels_and_adds_up_their_work()
    {
        TfliteModel model = CommittedModel.LoadPersonDetector();
        ExecutionPlan plan = TestPlans.Create(model), separate = TestPlans.Create(model, PlanOptions.KeepEveryTensor);
        PlanStep joined = plan.Steps.First(step => step.Kernels.Count > 1);
        PlanStep[] parts = [.. joined.Operators.Select(op => separate.Steps[op])];
        Assert.Equal(parts.Select(part => part.Kernel), joined.Kernels);
        Assert.Equal(string.Join("+", parts.Select(part => part.Name)), joined.Name);
        Assert.Equal(parts.Sum(part => part.Macs), joined.Macs);
        Assert.Equal(parts[0].Inputs.Select(tensor => tensor.Index), joined.Inputs.Select(tensor => tensor.Index));
        Assert.Equal(parts[^1].Outputs.Select(tensor => tensor.Index), joined.Outputs.Select(tensor => tensor.Index));
        Assert.Equal(separate.Macs, plan.Macs);
        Assert.Equal(parts.Max(part => part.Isa), joined.Isa);
    }

    /// <summary>Threads, each with strips of its own, and pieces in any order.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Streaming_plans_compute_what_separate_plans_compute(int threads)
    {
        int streamed = 0, divided = 0;
        for (uint seed = 1; seed <= 200; seed++)
        {
            var chain = new RandomChain(seed);
            foreach (Isa isa in (Isa[])[Isa.Scalar, IsaPolicy.Auto.Best])
            {
                PlanOptions options = PlanOptions.Default with { Isa = IsaPolicy.UpTo(isa), Threads = threads, MinDividedWork = 0 };
                ExecutionPlan plan = TestPlans.Create(chain.Model, options);
                Assert.True(plan.Arena.TotalBytes <= TestPlans.Create(chain.Model, options with { Fusion = OperatorFusion.OneStepPerOperator }).Arena.TotalBytes);
                streamed += plan.Arena.Blocks.Count(block => block.StripsOf.Count > 0);
                divided += plan.Steps.Count(step => step.Kernels.Count > 1 && step.Pieces > 1);
                byte[][] expected = [[.. chain.Expected().Select(value => (byte)value)]];
                byte[] input = [.. chain.Input.Select(value => (byte)value)];
                Assert.Equal(expected, Sessions.Run(plan, input));
                Assert.Equal(expected, Sessions.Run(BackwardsStep.Apply(plan), input));
            }
        }

        Assert.True(streamed > 20, $"{streamed} steps stream");
        Assert.True(threads == 1 || divided > 15, $"{divided} of them are divided");
    }

    /// <summary>Each thread's strips begin on a cache line, and the arena counts all of them.</summary>
    [Fact]
    public void The_arena_has_strips_for_every_thread()
    {
        TfliteModel model = CommittedModel.Load();
        int bytes = 0;
        for (int threads = 2; threads <= 4; threads++)
        {
            PlanOptions options = PlanOptions.Default with { Threads = threads };
            ArenaBlock strips = TestPlans.Create(model, options).Arena.Blocks.First(block => block.StripsOf.Count > 0);
            if (bytes > 0)
                Assert.Equal(0, (strips.Bytes - bytes) % 64);
            Assert.True(strips.Bytes > bytes);
            bytes = strips.Bytes;
        }
    }

    [Fact]
    public void What_somebody_else_reads_or_names_is_not_streamed()
    {
        foreach (bool output in (bool[])[false, true])
        {
            var graph = new TestGraph();
            int wide = Pointwise(graph, graph.Input(1, 16, 16, 8), 64);
            int narrow = Pointwise(graph, wide, 8);
            TfliteModel model = output ? graph.Build(narrow, wide) : graph.Build(narrow, graph.Relu(wide));
            SeparatePlans.AssertSameResults(model, seed: 5);
            Assert.DoesNotContain(TestPlans.Create(model).Arena.Blocks, block => block.StripsOf.Count > 0);
        }

        var named = new TestGraph();
        int x = Pointwise(named, named.Input(1, 16, 16, 8), 64);
        named.Reshape(x, 1, 256, 64);
        TfliteModel withName = named.Build(Pointwise(named, x, 8));
        SeparatePlans.AssertSameResults(withName, seed: 6);
        Assert.DoesNotContain(TestPlans.Create(withName).Arena.Blocks, block => block.StripsOf.Count > 0);

        var alone = new TestGraph();
        TfliteModel streamed = alone.Build(Pointwise(alone, Pointwise(alone, alone.Input(1, 16, 16, 8), 64), 8));
        Assert.Contains(TestPlans.Create(streamed).Arena.Blocks, block => block.StripsOf.Count > 0);
        Assert.DoesNotContain(
            TestPlans.Create(streamed, PlanOptions.Default with { Sharing = BufferSharing.Separate }).Arena.Blocks,
            block => block.StripsOf.Count > 0);
    }

    /// <summary>Tables of blocks and geometries must not grow with what a hostile file declares.</summary>
    [Fact]
    public void Images_of_very_many_rows_are_not_streamed()
    {
        var graph = new TestGraph();
        TfliteModel model = graph.Build(Pointwise(graph, Pointwise(graph, graph.Input(1, 100_000, 1, 1), 40), 1));
        Assert.DoesNotContain(TestPlans.Create(model).Arena.Blocks, block => block.StripsOf.Count > 0);
    }

    private static int Pointwise(TestGraph graph, int x, int channels)
    {
        int[] shape = graph[x].Shape;
        var weights = new byte[channels * shape[3]];
        new Prng((uint)channels).Fill(weights.AsSpan());
        int filter = graph.Constant(TensorType.Int8, [channels, 1, 1, shape[3]], weights, TensorQuantization.PerTensor(0.02f, 0));
        return graph.Operator(
            BuiltinOperator.Conv2D, [x, filter], [1, shape[1], shape[2], channels], new Conv2DOptions(Padding.Same, 1, 1),
            TensorQuantization.PerTensor(0.4f, 0));
    }
}
