using EdgeVision.App.Run.Loop;
using EdgeVision.Devices.Cameras;

namespace EdgeVision.App.Tests.Run;

/// <summary>Alone, because other tests allocate in the same process.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
[Collection(nameof(AllocationTests))]
public class AllocationTests
{
    private const int WarmUp = 300;
    private const int Measured = 1500;

    [Fact]
    public void A_frame_allocates_nothing()
    {
        long frames = 0, threadBefore = 0, threadAfter = 0, processBefore = 0, processAfter = 0;
        void Sample(CameraFrame frame)
        {
            frames++;
            if (frames == WarmUp)
                (threadBefore, processBefore) = (GC.GetAllocatedBytesForCurrentThread(), GC.GetTotalAllocatedBytes(precise: true));
            if (frames == WarmUp + Measured)
                (threadAfter, processAfter) = (GC.GetAllocatedBytesForCurrentThread(), GC.GetTotalAllocatedBytes(precise: true));
        }

        // Recording too: it is part of the frame's way.
        using TestRun run = TestRun.Start(
            RulesText.BrightLamp,
            settings => settings with { Limits = new LoopLimits(Frames: WarmUp + Measured), Record = Path.Combine(Path.GetDirectoryName(settings.Rules)!, "sessions") },
            parts => parts with
            {
                Camera = _ => CameraSpec.Parse("synthetic?rate=0&width=96&height=64").CreateCamera(),
                Classifier = inner => new SafetyTests.Interposed(inner, Sample),
            });
        run.WaitForEnd();
        Assert.Null(run.Failure);
        Assert.Equal(0, threadAfter - threadBefore);

        // The rest of the process: a pin does not change here, so only the health monitor and the like may take a little now and then.
        Assert.InRange(processAfter - processBefore, 0, 64 * 1024);
    }
}
