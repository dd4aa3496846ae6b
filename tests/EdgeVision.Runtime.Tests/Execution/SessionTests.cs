using System.Runtime.CompilerServices;
using EdgeVision.Model;
using EdgeVision.Runtime.Tests.Support;

namespace EdgeVision.Runtime.Tests.Execution;

public sealed class SessionTests
{
    private readonly TestGraph _graph = new(TensorType.UInt8);

    [Fact]
    public void Unsigned_bytes_are_128_lower_inside()
    {
        int x = _graph.Input(3);
        using var session = new InferenceSession(TestPlans.Create(_graph.Build(x)));
        session.SetInput(0, [0, 128, 255]);
        Assert.Equal([-128, 0, 127], session.Input(0).ToArray());
        session.Input(0)[1] = 5;
        session.Run();
        Assert.Equal([-128, 5, 127], session.Output(0).ToArray());
        Assert.Equal([0, 133, 255], Assert.Single(Sessions.Outputs(session)));
        Assert.Equal(-8, Assert.Single(session.Plan.Inputs).Quantization!.Value.ZeroPoint);
    }

    [Fact]
    public void Signed_bytes_are_what_they_are()
    {
        var graph = new TestGraph();
        using var session = new InferenceSession(TestPlans.Create(graph.Build(graph.Input(3))));
        session.SetInput(0, [0, 128, 255]);
        Assert.Equal([0, -128, -1], session.Input(0).ToArray());
        Assert.Equal([0, 128, 255], Assert.Single(Sessions.Outputs(session)));
    }

    [Fact]
    public void Lengths_and_types_are_checked()
    {
        int x = _graph.Input(3);
        int real = _graph.Unary(BuiltinOperator.Dequantize, x, null, TensorType.Float32);
        int constant = _graph.Constant(TensorType.Int32, [1], [1, 2, 3, 4], null);
        using var session = new InferenceSession(TestPlans.Create(_graph.Build(real)));
        Assert.Contains(
            "has 3 bytes, not 4", Assert.Throws<ArgumentException>(() => session.SetInput(0, new byte[4])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "has 12 bytes, not 3", Assert.Throws<ArgumentException>(() => session.CopyOutput(0, new byte[3])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "not read or written", Assert.Throws<ArgumentException>(() => session.CopyTensor(constant, new byte[4])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "holds Float32", Assert.Throws<InvalidOperationException>(() => _ = session.Output(0).Length).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => session.Run(null!));
    }

    [Fact]
    public void Nothing_is_created_from_nothing()
    {
        Assert.Throws<ArgumentNullException>(() => new InferenceSession(null!));
        Assert.Throws<ArgumentNullException>(() => ExecutionPlan.Create(null!));
        Assert.Throws<ArgumentNullException>(() => new StepProfiler(null!));
    }

    [Fact]
    public void A_disposed_session_cannot_reach_memory_that_is_gone()
    {
        var session = new InferenceSession(TestPlans.Create(_graph.Build(_graph.Relu(_graph.Input(3)))));
        session.Dispose();
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(session.Run);
        Assert.Throws<ObjectDisposedException>(() => session.Run(new StepProfiler(session.Plan)));
        Assert.Throws<ObjectDisposedException>(() => session.SetInput(0, new byte[3]));
        Assert.Throws<ObjectDisposedException>(() => session.CopyOutput(0, new byte[3]));
        Assert.Throws<ObjectDisposedException>(() => _ = session.Output(0).Length);
    }

    /// <summary>A collection in the middle of a run whose session nobody else holds must not free the arena under the kernels.</summary>
    [Fact]
    public void A_running_session_keeps_its_memory()
    {
        ExecutionPlan plan = TestPlans.Create(_graph.Build(_graph.Relu(_graph.Input(3))));
        var collector = new CollectingStep(plan.Code[0]);
        plan.Code[0] = collector;
        RunUnreferenced(plan, collector);
        Assert.True(collector.MemoryWasThere);
    }

    [Fact]
    public void Sessions_of_one_plan_do_not_disturb_each_other()
    {
        ExecutionPlan plan = TestPlans.Create(_graph.Build(_graph.Relu(_graph.Input(3))));
        using InferenceSession first = new(plan), second = new(plan);
        first.SetInput(0, [200, 201, 202]);
        second.SetInput(0, [1, 2, 3]);
        first.Run();
        second.Run();
        Assert.Equal([200, 201, 202], Assert.Single(Sessions.Outputs(first)));
        Assert.Equal([120, 120, 120], Assert.Single(Sessions.Outputs(second)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RunUnreferenced(ExecutionPlan plan, CollectingStep collector)
    {
        var arena = Arena.Allocate(plan.Arena.TotalBytes);
        collector.Memory = new WeakReference(arena);
        new InferenceSession(plan, arena).Run();
    }

    private sealed class CollectingStep(Step inner) : Step(inner.Reads, inner.Writes)
    {
        public WeakReference? Memory { get; set; }

        public bool MemoryWasThere { get; private set; }

        public override void Run(TensorMemory memory, WorkRange range)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            MemoryWasThere = Memory!.IsAlive;
        }
    }
}
