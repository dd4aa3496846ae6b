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
        for (int i = 0; i < 20; i++)
            Step(1, milliseconds: 0);
        Assert.True(_profiler.MeanMilliseconds(0) >= 19);
        Assert.InRange(_profiler.MinimumMilliseconds(1), 0, 10); // the shortest of many is short, however busy the machine is
    }

    [Fact]
    public void The_mean_is_over_all_runs_and_the_minimum_is_the_shortest()
    {
        for (int i = 0; i < 19; i++)
            Step(0, milliseconds: 0);
        Step(0, milliseconds: 200);
        Assert.InRange(_profiler.MinimumMilliseconds(0), 0, 9);
        Assert.True(_profiler.MeanMilliseconds(0) >= 9.9);
    }

    private void Step(int index, int milliseconds)
    {
        _profiler.StepStarting(index);
        if (milliseconds > 0)
            Thread.Sleep(milliseconds);
        _profiler.StepFinished(index);
    }
}
