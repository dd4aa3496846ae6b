using EdgeVision.App.Run.Loop;
using EdgeVision.Devices.Cameras;

namespace EdgeVision.App.Tests.Run;

/// <summary>Alone, because other tests allocate in the same process.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
[Collection(nameof(AllocationTests))]
public class AllocationTests
{
    private const int Batch = 150;
    private const int Batches = 12;

    [Fact]
    public void A_frame_allocates_nothing()
    {
        int frames = 0;
        var (thread, process) = (new long[Batches + 1], new long[Batches + 1]);
        void Sample(CameraFrame frame)
        {
            if (frames % Batch == 0)
                (thread[frames / Batch], process[frames / Batch]) = (GC.GetAllocatedBytesForCurrentThread(), GC.GetTotalAllocatedBytes(precise: true));
            frames++;
        }

        // Recording too: it is part of the frame's way.
        using TestRun run = TestRun.Start(
            RulesText.BrightLamp,
            settings => settings with { Limits = new LoopLimits(Frames: (Batches * Batch) + 1), Record = Path.Combine(Path.GetDirectoryName(settings.Rules)!, "sessions") },
            parts => parts with
            {
                Camera = _ => CameraSpec.Parse("synthetic?rate=0&width=96&height=64").CreateCamera(),
                Classifier = inner => new SafetyTests.Interposed(inner, Sample),
            });
        run.WaitForEnd();
        Assert.Null(run.Failure);

        // The best batch counts, for the reasons that EdgeVision.Testing.Allocations gives.
        Assert.Equal(0, thread.Zip(thread.Skip(1), (before, after) => after - before).Min());

        // The rest of the process: a pin does not change here, so only the health monitor and the like may take a little now and then.
        Assert.InRange(process[^1] - process[2], 0, 64 * 1024);
    }
}
