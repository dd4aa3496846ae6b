using EdgeVision.Runtime.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Execution;

/// <summary>Not one managed byte a frame: the collector never has a reason to stop the camera loop.</summary>
public sealed class AllocationTests : IDisposable
{
    private readonly byte[] _input = CommittedModel.GoldenInput();
    private readonly byte[] _scores;
    private readonly int[] _best = new int[5];
    private readonly InferenceSession _session;
    private readonly StepProfiler _profiler;

    public AllocationTests()
    {
        _session = new InferenceSession(TestPlans.Create(CommittedModel.Load()));
        _profiler = new StepProfiler(_session.Plan);
        _scores = new byte[_session.Plan.Outputs[0].ByteCount];
    }

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_frame_allocates_nothing() => Assert.Equal(0, Allocations.LeastOf(() =>
    {
        _session.SetInput(0, _input);
        _session.Run();
        _session.CopyOutput(0, _scores);
        TopK.Find(_session.Output(0), _best);
    }));

    [Fact]
    public void A_profiled_run_allocates_nothing() =>
        Assert.Equal(0, Allocations.LeastOf(() => _session.Run(_profiler)));

    [Fact]
    public void Access_to_the_arena_allocates_nothing() => Assert.Equal(0, Allocations.LeastOf(() =>
    {
        _session.Input(0).Clear();
        _session.CopyTensor(_session.Plan.Outputs[0].Index, _scores);
    }));
}
