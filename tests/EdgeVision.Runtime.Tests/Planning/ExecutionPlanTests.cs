using EdgeVision.Kernels;
using EdgeVision.Model;
using EdgeVision.Runtime.Tests.Support;

namespace EdgeVision.Runtime.Tests.Planning;

/// <summary>What a plan tells about itself.</summary>
public sealed class ExecutionPlanTests
{
    [Fact]
    public void A_plan_knows_its_model_and_its_costs()
    {
        TfliteModel model = CommittedModel.Load();
        ExecutionPlan plan = TestPlans.Create(model, PlanOptions.Default with { Isa = IsaPolicy.UpTo(Isa.Scalar) });
        Assert.Same(model, plan.Model);
        Assert.Equal(Isa.Scalar, plan.Isa);
        Assert.Equal(13_314_048 + (256 * 1001), plan.Macs); // the layers of MobileNetV1 0.25/128, and 1001 classes
        Assert.Equal(plan.Macs, plan.Steps.Sum(step => step.Macs));
        Assert.True(plan.PackedBytes > model.Tensors.Where(t => t.IsConstant && t.Type == TensorType.Int8).Sum(t => t.ByteCount));
        Assert.Equal(model.Inputs, plan.Inputs.Select(t => t.Index));
        Assert.Equal(model.Outputs, plan.Outputs.Select(t => t.Index));
        Assert.Equal(model.Tensors.Select(t => t.Name), plan.Tensors.Select(t => t.Name));
    }

    [Fact]
    public void Steps_say_what_they_compute_from_what()
    {
        TfliteModel model = CommittedModel.Load();
        ExecutionPlan plan = TestPlans.Create(model, PlanOptions.KeepEveryTensor);
        Assert.Equal(model.Operators.Count, plan.Steps.Count);
        foreach ((PlanStep step, Operator op) in plan.Steps.Zip(model.Operators))
        {
            Assert.Equal(op.Index, step.Index);
            Assert.Equal([op.Index], step.Operators);
            Assert.Equal(op.DisplayName, step.Name);
            Assert.Equal(op.Inputs.Where(t => !model.Tensors[t].IsConstant), step.Inputs.Select(t => t.Index));
            Assert.Equal(op.Outputs, step.Outputs.Select(t => t.Index));
            Assert.NotEmpty(step.Kernel);
        }
    }

    [Fact]
    public void Every_operator_is_in_exactly_one_step()
    {
        ExecutionPlan plan = TestPlans.Create(CommittedModel.Load());
        int[] computed = [.. plan.Steps.SelectMany(step => step.Operators).Order()];
        Assert.Equal(Enumerable.Range(0, plan.Model.Operators.Count), computed);
        Assert.True(plan.Steps.Count < plan.Model.Operators.Count);
    }

    [Fact]
    public void The_policy_decides_which_kernels_are_chosen()
    {
        ExecutionPlan scalar = TestPlans.Create(CommittedModel.Load(), PlanOptions.Default with { Isa = IsaPolicy.UpTo(Isa.Scalar) });
        ExecutionPlan best = TestPlans.Create(CommittedModel.Load(), PlanOptions.Default with { Isa = IsaPolicy.Auto });
        Assert.DoesNotContain(
            scalar.Steps,
            step => step.Kernel.Contains("avx", StringComparison.Ordinal) || step.Kernel.Contains("neon", StringComparison.Ordinal));
        if (IsaPolicy.Auto.Best != Isa.Scalar)
            Assert.NotEqual(scalar.Steps.Select(step => step.Kernel), best.Steps.Select(step => step.Kernel));
    }
}
