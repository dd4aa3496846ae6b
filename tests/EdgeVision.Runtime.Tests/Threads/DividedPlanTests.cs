using System.Text.Json;
using EdgeVision.Kernels;
using EdgeVision.Model;
using EdgeVision.Runtime.Tests.Golden;
using EdgeVision.Runtime.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Threads;

/// <summary>However many threads share a run, every tensor is the same.</summary>
public sealed class DividedPlanTests
{
    private static readonly int[] ThreadCounts = [2, 3, 4, 7];

    public static TheoryData<string, string, int> GoldenCases()
    {
        var cases = new TheoryData<string, string, int>();
        foreach (GoldenCase golden in GoldenCase.All())
        {
            foreach (int threads in ThreadCounts)
                cases.Add(golden.Model, golden.InputName, threads);
        }

        return cases;
    }

    public static TheoryData<string, int> CommittedModels()
    {
        var models = new TheoryData<string, int>();
        foreach (string folder in Directory.GetDirectories(Repository.PathOf("weights-int8")))
        {
            foreach (int threads in ThreadCounts)
                models.Add(Path.GetFileName(folder), threads);
        }

        return models;
    }

    [Theory]
    [MemberData(nameof(CommittedModels))]
    public void Committed_models_equal_the_hash_of_their_card(string folder, int threads)
    {
        string path = Repository.PathOf("weights-int8", folder);
        using JsonDocument card = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(path, "model.json")));
        JsonElement golden = card.RootElement.GetProperty("golden");
        var model = TfliteModel.Load(Path.Combine(path, "model.tflite"));
        var input = new byte[model.Tensors[Assert.Single(model.Inputs)].ByteCount];
        new Prng(golden.GetProperty("seed").GetUInt32()).Fill(input.AsSpan());
        ExecutionPlan plan = TestPlans.Create(model, Shared(threads));
        Assert.Contains(plan.Steps, step => step.Pieces > 1);
        Assert.Equal(golden.GetProperty("output_sha256").GetString(), Sessions.Hash(Assert.Single(Sessions.Run(plan, input))));
        Assert.Equal(
            golden.GetProperty("output_sha256").GetString(),
            Sessions.Hash(Assert.Single(Sessions.Run(BackwardsStep.Apply(plan), input))));
    }

    [SharedTheory]
    [MemberData(nameof(GoldenCases))]
    public void Every_tensor_equals_the_reference_while_it_lives(string model, string input, int threads)
    {
        var golden = GoldenCase.Find(model, input);
        using var session = new InferenceSession(TestPlans.Create(golden.Load(), Shared(threads)));
        session.SetInput(0, golden.Input());
        var recorder = new TensorRecorder(session);
        session.Run(recorder);
        Assert.Equal(golden.Outputs(), Sessions.Outputs(session));
        Dictionary<int, string> expected = golden.HasTensorHashes ? golden.TensorHashes() : [];
        foreach ((int tensor, byte[] bytes) in recorder.Tensors.Where(tensor => expected.ContainsKey(tensor.Key)))
            Assert.True(expected[tensor] == Sessions.Hash(bytes), $"tensor {tensor} '{session.Plan.Tensors[tensor].Name}' differs");
    }

    /// <summary>All kinds of operators with every step that can be divided, by threads and in the order that does most harm.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Random_graphs_compute_what_separate_plans_compute(bool convolutional)
    {
        int divided = 0, overwriting = 0;
        for (uint seed = 1; seed <= 250; seed++)
        {
            var graph = new RandomGraph(seed);
            TfliteModel model = convolutional ? graph.BuildConvolutional() : graph.Build();
            byte[][] inputs = SeparatePlans.RandomInputs(model, seed);
            byte[][] expected = Sessions.Run(TestPlans.Create(model, PlanOptions.KeepEveryTensor), inputs);
            PlanOptions options = Shared(threads: 2 + (int)(seed % 3)) with { MinDividedWork = seed % 2 == 0 ? 0 : 20_000 };
            ExecutionPlan plan = TestPlans.Create(model, options);
            Assert.Equal(expected, Sessions.Run(plan, inputs));
            divided += plan.Steps.Count(step => step.Pieces > 1);
            overwriting += plan.Arena.Blocks.Count(block => plan.Arena.Blocks.Any(block.Overwrites));
            Assert.Equal(expected, Sessions.Run(BackwardsStep.Apply(plan), inputs));
        }

        Assert.True(divided > 400, $"{divided} steps are divided");
        Assert.True(!convolutional || overwriting > 20, $"{overwriting} steps on the caller alone overwrite what they read");
    }

    /// <summary>The plan of one thread, whose steps write over what they read, run in pieces: what a forgotten rule would do.</summary>
    [Fact]
    public void Checker_and_bytes_tell_when_a_divided_step_overwrites_what_it_reads()
    {
        TfliteModel model = CommittedModel.LoadPersonDetector();
        PlanOptions options = PlanOptions.Default with { Fusion = OperatorFusion.OneStepPerOperator };
        ExecutionPlan one = TestPlans.Create(model, options), shared = TestPlans.Create(model, options with { Threads = 2 });
        long[] offsets = [.. one.Arena.Blocks.Select(block => (long)block.Offset)];
        string? violation =
            OverlapChecker.FindViolation(TestPlans.Requests(one.Arena), offsets, one.Arena.TotalBytes, TestPlans.Divided(shared));
        Assert.EndsWith("overlap", violation, StringComparison.Ordinal);

        byte[][] inputs = SeparatePlans.RandomInputs(model, seed: 9);
        byte[][] expected = Sessions.Run(one, inputs);
        shared.Splits.CopyTo(one.Splits, 0);
        Assert.NotEqual(expected, Sessions.Run(BackwardsStep.Apply(one), inputs));
    }

    /// <summary>Exact bytes for several threads, whatever the CPU.</summary>
    [Theory]
    [InlineData(2, 81_920, 46_080)]
    [InlineData(4, 81_920, 46_080)]
    public void The_arena_of_a_divided_plan_is_the_same_on_every_cpu(int threads, int synth, int person)
    {
        foreach (IsaPolicy isa in (IsaPolicy[])[IsaPolicy.Auto, IsaPolicy.UpTo(Isa.Scalar)])
        {
            PlanOptions options = Shared(threads) with { Isa = isa };
            Assert.Equal(synth, TestPlans.Create(CommittedModel.Load(), options).Arena.TotalBytes);
            Assert.Equal(person, TestPlans.Create(CommittedModel.LoadPersonDetector(), options).Arena.TotalBytes);
        }
    }

    [Fact]
    public void Small_steps_stay_on_the_caller_and_may_overlap()
    {
        ExecutionPlan plan = TestPlans.Create(CommittedModel.LoadPersonDetector(), Shared(threads: 4));
        Assert.Contains(plan.Steps, step => step.Pieces > 1);
        Assert.Contains(plan.Steps, step => step.Pieces == 1 && step.Macs > 0);
        Assert.All(plan.Steps, step => Assert.True(step.Pieces == 1 || step.Macs + step.Inputs[0].Elements + step.Outputs[0].Elements >= WorkSplit.MinWork));
        ArenaBlock[] written = [.. plan.Arena.Blocks.Where(block => block.FirstStep >= 0)];
        Assert.All(written, block => Assert.True(plan.Steps[block.FirstStep].Pieces == 1 || block.Lead == BufferRequest.NoLead));
        Assert.Contains(written, block => block.Lead < block.Bytes);
        Assert.All(TestPlans.Create(CommittedModel.Load()).Steps, step => Assert.Equal(1, step.Pieces));
    }

    private static PlanOptions Shared(int threads) => PlanOptions.Default with { Threads = threads };
}
