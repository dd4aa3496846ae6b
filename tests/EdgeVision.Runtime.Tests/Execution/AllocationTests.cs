using EdgeVision.Runtime.Tests.Support;

namespace EdgeVision.Runtime.Tests.Execution;

/// <summary>A thousand frames, not one managed byte: the collector never has a reason to stop the camera loop.</summary>
public sealed class AllocationTests : IDisposable
{
    private const int Frames = 1000;

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
    public void A_frame_allocates_nothing() => AssertNoAllocation(() =>
    {
        _session.SetInput(0, _input);
        _session.Run();
        _session.CopyOutput(0, _scores);
        TopK.Find(_session.Output(0), _best);
    });

    [Fact]
    public void A_profiled_run_allocates_nothing() => AssertNoAllocation(() => _session.Run(_profiler));

    [Fact]
    public void Access_to_the_arena_allocates_nothing() => AssertNoAllocation(() =>
    {
        _session.Input(0).Clear();
        _session.CopyTensor(_session.Plan.Outputs[0].Index, _scores);
    });

    /// <summary>
    /// The runtime itself allocates a little, once, when it compiles or recompiles a method that has become hot; what a frame allocates
    /// would be there in every round.
    /// </summary>
    private static void AssertNoAllocation(Action frame)
    {
        long allocated = -1;
        for (int round = 0; round < 3 && allocated != 0; round++)
        {
            frame();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Frames; i++)
                frame();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }
}
