using System.Diagnostics;
using EdgeVision.Devices.Cameras;

namespace EdgeVision.Devices.Tests.Cameras.Support;

/// <summary>Waits for what happens on other threads, much longer than it can take on a busy machine.</summary>
internal static class Patience
{
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(60);

    public static void Until(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Limit, "what was waited for did not happen");
            Thread.Sleep(5);
        }
    }

    public static CameraFrame Take(ICamera camera)
    {
        if (!camera.TryTakeNewest(Limit, out CameraFrame? frame))
            Assert.Fail($"no frame; {camera.State}; {camera.LastFault}");
        return frame;
    }

    /// <summary>Takes frames until the camera has no more, and tells how many were taken.</summary>
    public static long TakeAll(ICamera camera, Action<CameraFrame>? look = null)
    {
        long taken = 0;
        while (camera.State != CameraState.Ended)
        {
            if (!camera.TryTakeNewest(Limit, out CameraFrame? frame))
                continue;
            taken++;
            look?.Invoke(frame);
        }

        return taken;
    }
}
