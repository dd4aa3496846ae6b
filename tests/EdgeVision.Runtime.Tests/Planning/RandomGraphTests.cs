using EdgeVision.Kernels;
using EdgeVision.Model;
using EdgeVision.Runtime.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Planning;

/// <summary>
/// The property that everything else rests on: sharing bytes, computing in place, writing over what is read and dropping operators that only
/// rename change no byte of any tensor while it lives.
/// </summary>
public sealed class RandomGraphTests
{
    private const uint Graphs = 600;

    [Fact]
    public void A_plan_computes_what_the_separate_plan_computes()
    {
        for (uint seed = 1; seed <= Graphs; seed++)
            AssertSameResults(new RandomGraph(seed).Build(), seed);
    }

    /// <summary>Steps that write over what they read, with the kernels of this CPU and with those of every CPU.</summary>
    [Fact]
    public void A_convolutional_plan_computes_what_the_separate_plan_computes()
    {
        int overwriting = 0;
        for (uint seed = 1; seed <= Graphs / 2; seed++)
        {
            TfliteModel model = new RandomGraph(seed).BuildConvolutional();
            AssertSameResults(model, seed);
            ExecutionPlan scalar = TestPlans.Create(model, PlanOptions.Default with { Isa = IsaPolicy.UpTo(Isa.Scalar) });
            byte[] input = new byte[scalar.Inputs[0].ByteCount];
            new Prng(seed).Fill(input.AsSpan());
            Assert.Equal(Sessions.Run(TestPlans.Create(model, PlanOptions.KeepEveryTensor), input), Sessions.Run(scalar, input));
            overwriting += scalar.Arena.Blocks.Count(block => scalar.Arena.Blocks.Any(block.Overwrites));
        }

        Assert.True(overwriting > Graphs / 2, $"{overwriting} steps overwrite what they read");
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

    private static void AssertSameResults(TfliteModel model, uint seed)
    {
        try
        {
            SeparatePlans.AssertSameResults(model, seed);
        }
        catch (Exception problem)
        {
            throw new InvalidOperationException($"graph {seed} with {model.Operators.Count} operators: {problem.Message}", problem);
        }
    }

    private static bool ShareBytes(ExecutionPlan plan, PlannedTensor a, PlannedTensor b) =>
        plan.Arena.Blocks.Any(block => block.Tensors.Contains(a) && block.Tensors.Contains(b));
}
