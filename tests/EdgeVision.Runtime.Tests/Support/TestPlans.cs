using EdgeVision.Model;

namespace EdgeVision.Runtime.Tests.Support;

/// <summary>Builds plans for tests; the layout of every one of them is proven by the overlap checker.</summary>
internal static class TestPlans
{
    public static ExecutionPlan Create(TfliteModel model, PlanOptions? options = null)
    {
        var plan = ExecutionPlan.Create(model, options);
        AssertSound(plan);
        return plan;
    }

    /// <summary>What the blocks of an arena were asked for with.</summary>
    public static BufferRequest[] Requests(ArenaLayout arena) =>
        [.. arena.Blocks.Select(block => new BufferRequest(block.Bytes, block.FirstStep, block.LastStep, block.Lead))];

    /// <summary>Which of a plan's steps threads share.</summary>
    public static Predicate<int> Divided(ExecutionPlan plan) => step => step >= 0 && step < plan.Splits.Length && plan.Splits[step].Pieces > 1;

    public static void AssertSound(ExecutionPlan plan)
    {
        IReadOnlyList<ArenaBlock> blocks = plan.Arena.Blocks;
        long[] offsets = [.. blocks.Select(block => (long)block.Offset)];
        Assert.Null(OverlapChecker.FindViolation(Requests(plan.Arena), offsets, plan.Arena.TotalBytes, Divided(plan)));
        Assert.True(plan.Arena.TotalBytes >= plan.Arena.LowerBound);
        PlannedTensor[] placed = [.. blocks.SelectMany(block => block.Tensors)];
        Assert.Equal(placed.Length, placed.Distinct().Count());
        foreach (ArenaBlock block in blocks)
            Assert.All(block.Tensors, tensor => Assert.Equal(block.Bytes, tensor.ByteCount));
    }
}
