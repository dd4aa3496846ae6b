using EdgeVision.Kernels;
using EdgeVision.Runtime.Tests.Support;

namespace EdgeVision.Runtime.Tests.Execution;

/// <summary>The plan that the other tests of this process run uses the instruction set that its leg of <c>tests/run</c> is about.</summary>
public class IsaLegTests
{
    [Fact]
    public void The_plan_uses_the_instruction_set_of_this_leg()
    {
        string? forced = Environment.GetEnvironmentVariable("EDGEVISION_ISA"), expected = Environment.GetEnvironmentVariable("EDGEVISION_EXPECT_ISA");
        ExecutionPlan plan = ExecutionPlan.Create(CommittedModel.Load());
        Isa best = PlanOptions.Default.Isa.Best;
        string leg = forced ?? expected ?? best.ToString().ToLowerInvariant();
        Assert.Equal(leg, best.ToString().ToLowerInvariant());
        Assert.Equal(best, plan.Isa);

        // A layer with few channels may prefer shorter vectors, but none falls back to plain code.
        Assert.All(plan.Steps.Where(step => step.Macs > 0), step => Assert.Equal(best == Isa.Scalar, step.Isa == Isa.Scalar));
    }
}
