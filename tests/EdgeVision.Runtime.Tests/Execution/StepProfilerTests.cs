using EdgeVision.Runtime.Tests.Support;

namespace EdgeVision.Runtime.Tests.Execution;

public sealed class StepProfilerTests
{
    private readonly StepProfiler _profiler;

    public StepProfilerTests()
    {
        var graph = new TestGraph();
        int x = graph.Relu(graph.Input(4));
        _profiler = new StepProfiler(TestPlans.Create(graph.Build(graph.Add(x, x), x)));
    }

    [Fact]
    public void Before_a_run_all_times_are_zero()
    {
        Assert.Equal(0, _profiler.MeanMilliseconds(0));
        Assert.Equal(0, _profiler.MinimumMilliseconds(1));
    }

    [Fact]
    public void Each_step_has_times_of_its_own()
    {
        Step(0, milliseconds: 20);
        Step(1, milliseconds: 0);
        Assert.InRange(_profiler.MeanMilliseconds(0), 19, 10_000);
        Assert.InRange(_profiler.MinimumMilliseconds(1), 0, _profiler.MinimumMilliseconds(0));
    }

    [Fact]
    public void The_mean_is_over_all_runs_and_the_minimum_is_the_shortest()
    {
        Step(0, milliseconds: 1);
        Step(0, milliseconds: 60);
        Step(0, milliseconds: 1);
        Assert.InRange(_profiler.MinimumMilliseconds(0), 0.9, 58);
        Assert.InRange(_profiler.MeanMilliseconds(0), 20, 10_000);
        Assert.True(_profiler.MeanMilliseconds(0) > _profiler.MinimumMilliseconds(0));
    }

    private void Step(int index, int milliseconds)
    {
        _profiler.StepStarting(index);
        Thread.Sleep(milliseconds);
        _profiler.StepFinished(index);
    }
}
