using EdgeVision.Model;
using EdgeVision.Runtime.Tests.Support;

namespace EdgeVision.Runtime.Tests.Planning;

/// <summary>
/// The property that everything else rests on: sharing bytes, computing in place and dropping operators that only rename change no byte
/// of any tensor while it lives.
/// </summary>
public sealed class RandomGraphTests
{
    private const uint Graphs = 600;

    [Fact]
    public void A_plan_computes_what_the_separate_plan_computes()
    {
        for (uint seed = 1; seed <= Graphs; seed++)
        {
            TfliteModel model = new RandomGraph(seed).Build();
            try
            {
                SeparatePlans.AssertSameResults(model, seed);
            }
            catch (Exception problem)
            {
                throw new InvalidOperationException($"graph {seed} with {model.Operators.Count} operators: {problem.Message}", problem);
            }
        }
    }

    /// <summary>The graphs above would prove little if planning had nothing to share, rename or take over in them.</summary>
    [Fact]
    public void The_graphs_use_everything_that_plans_do()
    {
        int renamed = 0, inPlace = 0, saved = 0;
        for (uint seed = 1; seed <= Graphs; seed++)
        {
            ExecutionPlan plan = TestPlans.Create(new RandomGraph(seed).Build());
            renamed += plan.Model.Operators.Count - plan.Steps.Count;
            inPlace += plan.Steps.Count(step => step.Inputs.Any(input => ShareBytes(plan, input, step.Outputs[0])));
            saved += plan.Arena.TotalBytes < TestPlans.Create(plan.Model, PlanOptions.KeepEveryTensor).Arena.TotalBytes ? 1 : 0;
        }

        Assert.True(renamed > Graphs, $"{renamed} renamed");
        Assert.True(inPlace > Graphs, $"{inPlace} in place");
        Assert.True(saved > Graphs * 3 / 4, $"{saved} saved");
    }

    private static bool ShareBytes(ExecutionPlan plan, PlannedTensor a, PlannedTensor b) =>
        plan.Arena.Blocks.Any(block => block.Tensors.Contains(a) && block.Tensors.Contains(b));
}
