using System.Runtime.CompilerServices;
using EdgeVision.Model;
using EdgeVision.Runtime.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Threads;

public sealed class ThreadedSessionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(4)]
    [InlineData(PlanOptions.MaxThreads)] // more than any step has units
    public void Ten_thousand_runs_give_the_same_bytes(int threads)
    {
        using var session = new InferenceSession(Plan(threads));
        byte[] input = Input(session.Plan, seed: 1), expected = Expected(session.Plan, input), actual = new byte[expected.Length];
        for (int run = 0; run < (threads == 4 ? 10_000 : 300); run++)
        {
            session.SetInput(0, input);
            session.Run();
            session.CopyOutput(0, actual);
            Assert.True(actual.AsSpan().SequenceEqual(expected), $"run {run}");
        }
    }

    [Fact]
    public void Two_sessions_at_once_do_not_disturb_each_other()
    {
        ExecutionPlan plan = Plan(threads: 3);
        var problems = new List<Exception>();
        Thread[] callers = [.. Enumerable.Range(0, 2).Select(caller => new Thread(() =>
        {
            try
            {
                using var session = new InferenceSession(plan);
                for (uint run = 0; run < 300; run++)
                {
                    byte[] input = Input(plan, seed: (run * 2) + (uint)caller + 1);
                    session.SetInput(0, input);
                    session.Run();
                    Assert.Equal(Expected(plan, input), Assert.Single(Sessions.Outputs(session)));
                }
            }
            catch (Exception problem)
            {
                lock (problems)
                    problems.Add(problem);
            }
        }))];
        foreach (Thread caller in callers)
            caller.Start();
        Assert.All(callers, caller => Assert.True(caller.Join(Patience)));
        Assert.Empty(problems);
    }

    [Fact]
    public void A_plan_without_large_steps_starts_no_threads()
    {
        var graph = new TestGraph();
        ExecutionPlan plan = TestPlans.Create(graph.Build(graph.Relu(graph.Input(64))), PlanOptions.Default with { Threads = 4 });
        using var session = new InferenceSession(plan);
        Assert.Null(session.Team);
        using var single = new InferenceSession(Plan(threads: 1));
        Assert.Null(single.Team);
        using var four = new InferenceSession(Plan(threads: 4));
        Assert.Equal(3, four.Team!.Threads.Count);
    }

    [Fact]
    public void Disposing_ends_the_threads_and_twice_is_once()
    {
        for (int round = 0; round < 50; round++)
        {
            var session = new InferenceSession(Plan(threads: 4));
            WorkerTeam team = session.Team!;
            for (int run = 0; run < round % 3; run++)
                session.Run();
            session.Dispose();
            Assert.All(team.Threads, thread => Assert.False(thread.IsAlive));
            session.Dispose();
            Assert.Throws<ObjectDisposedException>(session.Run);
        }
    }

    [Fact]
    public void A_session_that_was_dropped_leaves_no_threads_behind()
    {
        Thread[] threads = Drop();
        for (int attempt = 0; attempt < 100 && threads.Any(thread => thread.IsAlive); attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(10);
        }

        Assert.All(threads, thread => Assert.True(thread.Join(Patience)));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static Thread[] Drop()
        {
            var session = new InferenceSession(Plan(threads: 3));
            session.Run();
            return [.. session.Team!.Threads];
        }
    }

    [Fact]
    public void An_observer_sees_each_step_after_all_of_its_pieces()
    {
        using var session = new InferenceSession(Plan(threads: 4));
        using var alone = new InferenceSession(TestPlans.Create(session.Plan.Model, PlanOptions.KeepEveryTensor));
        byte[] input = Input(session.Plan, seed: 3);
        session.SetInput(0, input);
        alone.SetInput(0, input);
        alone.Run();
        var recorder = new TensorRecorder(session);
        session.Run(recorder);
        Assert.Equal(session.Plan.Steps.Count, recorder.Tensors.Count);
        Assert.All(recorder.Tensors, tensor => Assert.Equal(Sessions.Tensor(alone, tensor.Key), tensor.Value));
    }

    /// <summary>An observer that gives up leaves the session usable.</summary>
    [Fact]
    public void A_run_that_was_broken_off_does_not_spoil_the_next()
    {
        using var session = new InferenceSession(Plan(threads: 4));
        byte[] input = Input(session.Plan, seed: 4);
        Assert.Throws<InvalidOperationException>(() => session.Run(new GivingUp()));
        session.SetInput(0, input);
        session.Run();
        Assert.Equal(Expected(session.Plan, input), Assert.Single(Sessions.Outputs(session)));
    }

    /// <summary>A pointwise, a depthwise and another pointwise layer: tiny, but large enough to be divided.</summary>
    private static ExecutionPlan Plan(int threads)
    {
        var graph = new TestGraph();
        int x = graph.Input(1, 14, 14, 24);
        x = Convolve(graph, BuiltinOperator.Conv2D, x, new Conv2DOptions(Padding.Same, 1, 1), 40, 1, 1, 24);
        x = Convolve(graph, BuiltinOperator.DepthwiseConv2D, x, new DepthwiseConv2DOptions(Padding.Same, 1, 1, 1), 1, 3, 3, 40);
        x = Convolve(graph, BuiltinOperator.Conv2D, x, new Conv2DOptions(Padding.Same, 1, 1), 33, 1, 1, 40);
        return TestPlans.Create(graph.Build(x), PlanOptions.Default with { Threads = threads, MinDividedWork = 50_000 });
    }

    private static int Convolve(TestGraph graph, BuiltinOperator code, int x, OperatorOptions options, params int[] shape)
    {
        var weights = new byte[shape.Aggregate(1, (product, n) => product * n)];
        new Prng((uint)shape[0]).Fill(weights.AsSpan());
        int filter = graph.Constant(TensorType.Int8, shape, weights, TensorQuantization.PerTensor(0.02f, 0));
        int channels = code == BuiltinOperator.Conv2D ? shape[0] : shape[3];
        return graph.Operator(code, [x, filter], [1, 14, 14, channels], options, TensorQuantization.PerTensor(0.4f, 0));
    }

    private static byte[] Input(ExecutionPlan plan, uint seed)
    {
        var input = new byte[plan.Inputs[0].ByteCount];
        new Prng(seed).Fill(input.AsSpan());
        return input;
    }

    private static byte[] Expected(ExecutionPlan plan, byte[] input) =>
        Assert.Single(Sessions.Run(ExecutionPlan.Create(plan.Model, PlanOptions.KeepEveryTensor), input));

    private sealed class GivingUp : IStepObserver
    {
        public void StepStarting(int index)
        {
        }

        public void StepFinished(int index) => throw new InvalidOperationException("enough");
    }
}
