using EdgeVision.Devices.Cameras;
using EdgeVision.Devices.Cameras.Capture;
using EdgeVision.Devices.Tests.Cameras.Support;

namespace EdgeVision.Devices.Tests.Cameras.Capture;

public sealed class CapturingCameraTests
{
    private static readonly RestartPolicy Quick = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(4), TimeSpan.FromHours(1));

    [Fact]
    public void Frames_come_until_the_end()
    {
        ScriptedSource source = new ScriptedSource().Frame(1).Frame(2).Corrupt("bad").Frame(3).End();
        using var camera = new CapturingCamera(source, Quick);
        Assert.Equal(CameraState.Created, camera.State);
        camera.Start();
        Patience.Until(() => camera.Statistics.Received == 3 && source.Closed == 1);
        Assert.Equal(CameraState.Streaming, camera.State);
        Assert.Equal(3, Patience.Take(camera).Data[0]);
        Patience.Until(() => camera.State == CameraState.Ended);
        Assert.False(camera.TryTakeNewest(Timeout.InfiniteTimeSpan, out _));
        Assert.Equal(new CameraStatistics(3, 2, 1, 0, 0), camera.Statistics);
        Assert.Equal("bad", camera.LastFault);
        Assert.Equal((1, 1), (source.Opened, source.Closed));
    }

    [Fact]
    public void The_end_may_have_a_reason()
    {
        using var camera = new CapturingCamera(new ScriptedSource().End("not a video"), Quick);
        camera.Start();
        Assert.False(camera.TryTakeNewest(Patience.Limit, out _));
        Assert.Equal((CameraState.Ended, "not a video"), (camera.State, camera.LastFault));
    }

    [Fact]
    public void A_fault_closes_and_opens_the_source_again()
    {
        ScriptedSource source = new ScriptedSource().Frame(1).Fault("cable").Frame(2).Fault("cable again").Corrupt("half", 5).Frame(3);
        using var camera = new CapturingCamera(source, Quick);
        camera.Start();
        Patience.Until(() => camera.Statistics.Received == 3);
        Assert.Equal((2L, 1L, 5L), (camera.Statistics.Restarts, camera.Statistics.Corrupt, camera.Statistics.Missed));
        Assert.Equal((3, 2), (source.Opened, source.Closed));
        Assert.Equal(CameraState.Streaming, camera.State);
        camera.Dispose();
        Assert.Equal((3, 3), (source.Opened, source.Closed));
    }

    [Fact]
    public void Opening_again_is_tried_until_it_succeeds()
    {
        ScriptedSource source = new ScriptedSource().Frame(1).Fault("unplugged").Frame(2);
        for (int i = 2; i <= 6; i++)
            source.OpenFaults[i] = new CameraException("still unplugged");
        using var camera = new CapturingCamera(source, Quick);
        camera.Start();
        Patience.Until(() => camera.Statistics.Received == 2);
        Assert.Equal(6, camera.Statistics.Restarts);
        Assert.Equal((7, 6), (source.Opened, source.Closed));
        Assert.Equal("still unplugged", camera.LastFault);
    }

    [Fact]
    public void A_lost_camera_says_so()
    {
        var never = new RestartPolicy(TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        using var camera = new CapturingCamera(new ScriptedSource().Frame(1).Fault("unplugged"), never);
        camera.Start();
        Patience.Until(() => camera.State == CameraState.Lost);
        Assert.Equal("unplugged", camera.LastFault);
        Assert.Equal(0, camera.Statistics.Restarts);
    }

    [Fact]
    public void What_cannot_be_opened_at_all_is_an_exception()
    {
        var source = new ScriptedSource { OpenFaults = { [1] = new CameraException("no such device") } };
        using var camera = new CapturingCamera(source, Quick);
        Assert.Equal("no such device", Assert.Throws<CameraException>(camera.Start).Message);
        Assert.Equal((1, 1), (source.Opened, source.Closed));
    }

    [Fact]
    public void It_starts_once()
    {
        using var camera = new CapturingCamera(new ScriptedSource(), Quick);
        camera.Start();
        Assert.Throws<InvalidOperationException>(camera.Start);
        camera.Dispose();
        Assert.Throws<ObjectDisposedException>(camera.Start);
        camera.Dispose();
    }

    [Fact]
    public void Disposing_ends_it_and_what_was_not_taken_counts_as_dropped()
    {
        ScriptedSource source = new ScriptedSource().Frame(1);
        var camera = new CapturingCamera(source, Quick);
        camera.Start();
        Patience.Until(() => camera.Statistics.Received == 1);
        camera.Dispose();
        Assert.Equal(CameraState.Ended, camera.State);
        Assert.Equal(new CameraStatistics(1, 1, 0, 0, 0), camera.Statistics);
        Assert.False(camera.TryTakeNewest(Timeout.InfiniteTimeSpan, out _));
        Assert.Equal(1, source.Closed);
    }

    [Fact]
    public void Pauses_double_up_to_the_longest()
    {
        RestartPolicy policy = RestartPolicy.Default;
        List<double> pauses = [policy.First.TotalSeconds];
        TimeSpan pause = policy.First;
        for (int i = 0; i < 5; i++)
            pauses.Add((pause = policy.After(pause)).TotalSeconds);
        Assert.Equal([0.5, 1, 2, 4, 5, 5], pauses);
    }

    /// <summary>With pauses that only fit into the test if they start anew, the counted restarts prove that they do.</summary>
    [Fact]
    public void A_healthy_stream_makes_the_pauses_short_again()
    {
        var policy = new RestartPolicy(TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1), TimeSpan.Zero);
        var source = new ScriptedSource();
        for (int i = 0; i < 40; i++)
            source.Frame().Fault("again");
        using var camera = new CapturingCamera(source, policy);
        camera.Start();
        Patience.Until(() => camera.Statistics.Restarts == 40);
    }

    [Fact]
    public void Without_a_frame_the_pauses_grow()
    {
        var policy = new RestartPolicy(TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1), TimeSpan.FromMilliseconds(1));
        var source = new ScriptedSource();
        for (int i = 0; i < 40; i++)
            source.Fault("again");
        using var camera = new CapturingCamera(source, policy);
        long start = Environment.TickCount64;
        camera.Start();
        Patience.Until(() => camera.Statistics.Restarts == 8);

        // 1 + 2 + 4 … + 128 ms.
        Assert.InRange(Environment.TickCount64 - start, 250, long.MaxValue);
    }
}
