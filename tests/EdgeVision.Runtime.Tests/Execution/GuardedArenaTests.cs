using EdgeVision.Model;
using EdgeVision.Runtime.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Execution;

/// <summary>The planned size is enough, and no kernel touches a byte before or after it: one that did would end the process.</summary>
public sealed class GuardedArenaTests
{
    public static TheoryData<string, GuardedEnd> SharedCases()
    {
        var cases = new TheoryData<string, GuardedEnd>();
        foreach (string name in SharedModels.Names().Except(SharedModels.WithCustomOperators))
        {
            cases.Add(name, GuardedEnd.Start);
            cases.Add(name, GuardedEnd.End);
        }

        return cases;
    }

    [LinuxTheory]
    [InlineData(GuardedEnd.Start)]
    [InlineData(GuardedEnd.End)]
    public void The_committed_model_stays_inside(GuardedEnd end)
    {
        byte[][] outputs = RunGuarded(CommittedModel.Load(), end, CommittedModel.GoldenInput());
        Assert.Equal(CommittedModel.GoldenOutputHash(), Sessions.Hash(Assert.Single(outputs)));
    }

    /// <summary>Several steps of it write over what they read.</summary>
    [LinuxTheory]
    [InlineData(GuardedEnd.Start)]
    [InlineData(GuardedEnd.End)]
    public void The_shipped_person_detector_stays_inside_and_is_exact(GuardedEnd end)
    {
        TfliteModel model = CommittedModel.LoadPersonDetector();
        IReadOnlyList<ArenaBlock> blocks = TestPlans.Create(model).Arena.Blocks;
        Assert.True(blocks.Count(block => blocks.Any(block.Overwrites)) > 3);
        byte[] input = new byte[model.Tensors[Assert.Single(model.Inputs)].ByteCount];
        new Prng(8).Fill(input.AsSpan());
        Assert.Equal(Sessions.Run(TestPlans.Create(model, PlanOptions.KeepEveryTensor), input), RunGuarded(model, end, input));
    }

    [LinuxSharedTheory]
    [MemberData(nameof(SharedCases))]
    public void Shared_models_stay_inside(string name, GuardedEnd end)
    {
        TfliteModel model = SharedModels.Load(name);
        byte[] input = new byte[model.Tensors[Assert.Single(model.Inputs)].ByteCount];
        new Prng(7).Fill(input.AsSpan());
        Assert.Equal(Sessions.Run(TestPlans.Create(model), input), RunGuarded(model, end, input));
    }

    /// <summary>Several threads in exactly the bytes of their plan.</summary>
    [LinuxTheory]
    [InlineData(GuardedEnd.Start, 2)]
    [InlineData(GuardedEnd.End, 2)]
    [InlineData(GuardedEnd.Start, 5)]
    [InlineData(GuardedEnd.End, 5)]
    public void Threads_stay_inside(GuardedEnd end, int threads)
    {
        byte[][] outputs = RunGuarded(CommittedModel.Load(), end, CommittedModel.GoldenInput(), threads);
        Assert.Equal(CommittedModel.GoldenOutputHash(), Sessions.Hash(Assert.Single(outputs)));
    }

    private static unsafe byte[][] RunGuarded(TfliteModel model, GuardedEnd end, byte[] input, int threads = 1)
    {
        ExecutionPlan plan = TestPlans.Create(model, PlanOptions.Default with { Threads = threads });
        using var memory = new GuardedMemory(plan.Arena.TotalBytes, end);
        using var session = new InferenceSession(plan, Arena.Over(memory.Start));
        session.SetInput(0, input);
        session.Run();
        byte[][] outputs = Sessions.Outputs(session);
        memory.AssertRestUntouched();
        return outputs;
    }
}
