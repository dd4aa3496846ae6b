using EdgeVision.Model;
using EdgeVision.Runtime.Tests.Operators;
using EdgeVision.Runtime.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Compiled;

/// <summary>A compiled plan computes, byte for byte, what the plan that it was compiled from does.</summary>
public sealed class CompiledPlanTests
{
    public static TheoryData<string> Models => ["committed", "person"];

    [Theory]
    [MemberData(nameof(Models))]
    public void Outputs_are_those_of_the_plan(string name) => AssertSame(Load(name), Inputs(Load(name), 1));

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_step_writes_what_the_plan_writes(string name)
    {
        TfliteModel model = Load(name);
        byte[][] inputs = Inputs(model, 2);
        ExecutionPlan plan = TestPlans.Create(model, Compiling.ScalarSteps);
        using var session = new InferenceSession(plan);
        Sessions.SetInputs(session, inputs);
        session.Run();
        using var compiled = new CompiledSession(Compiling.Load(PlanCompiler.Compile(plan)));
        Compiling.SetInputs(compiled, inputs);
        List<(int Tensor, byte[] Bytes)> trace = Compiling.Trace(compiled);
        Assert.Equal(plan.Steps.Select(step => step.Outputs[0].Index), trace.Select(step => step.Tensor));
        Assert.All(trace, step => Assert.Equal(Sessions.Tensor(session, step.Tensor), step.Bytes));
    }

    [Theory]
    [MemberData(nameof(OperatorTests.Names), MemberType = typeof(OperatorTests))]
    public void Every_operator_can_be_compiled(string name)
    {
        OperatorCase one = OperatorTests.AllCases.Single(c => c.Name == name);
        AssertSame(one.Model, [one.Input]);
    }

    [Fact]
    public void Graphs_of_all_kinds_can_be_compiled()
    {
        for (uint seed = 1; seed <= 200; seed++)
        {
            TfliteModel model = new RandomGraph(seed).Build();
            AssertSame(model, Inputs(model, seed));
        }
    }

    private static TfliteModel Load(string name) => name == "person" ? CommittedModel.LoadPersonDetector() : CommittedModel.Load();

    private static byte[][] Inputs(TfliteModel model, uint seed)
    {
        var random = new Prng(seed);
        byte[][] inputs = [.. model.Inputs.Select(input => new byte[model.Tensors[input].ByteCount])];
        foreach (byte[] input in inputs)
            random.Fill(input.AsSpan());
        return inputs;
    }

    private static void AssertSame(TfliteModel model, byte[][] inputs)
    {
        foreach (PlanOptions options in (PlanOptions[])[Compiling.Scalar, Compiling.ScalarSteps, Compiling.Native])
        {
            ExecutionPlan plan = TestPlans.Create(model, options);
            CompiledPlan compiled = Compiling.Load(PlanCompiler.Compile(plan));
            Assert.Equal(plan.Arena.TotalBytes, compiled.ArenaBytes);
            Assert.Equal(Sessions.Run(plan, inputs), Compiling.Run(compiled, inputs));
        }
    }
}
