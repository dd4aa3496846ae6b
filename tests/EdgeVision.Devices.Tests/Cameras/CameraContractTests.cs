using EdgeVision.Devices.Cameras;
using EdgeVision.Devices.Cameras.Capture;
using EdgeVision.Devices.Cameras.Csi;
using EdgeVision.Devices.Cameras.Files;
using EdgeVision.Devices.Cameras.Usb;
using EdgeVision.Devices.Tests.Cameras.Support;
using EdgeVision.Devices.Tests.Cameras.Usb;

namespace EdgeVision.Devices.Tests.Cameras;

/// <summary>What every camera promises, whatever its source: each kind that can run here, from its driver up.</summary>
public sealed class CameraContractTests : IDisposable
{
    private static readonly byte[] Grey = [.. Enumerable.Repeat((byte)128, 64 * 48 * 3 / 2)];

    private readonly TempFolder _folder = new();
    private readonly List<IDisposable> _helpers = [];

    public void Dispose()
    {
        foreach (IDisposable helper in _helpers)
            helper.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("csi")]
    [InlineData("usb")]
    [InlineData("images")]
    [InlineData("video")]
    [InlineData("raw")]
    [InlineData("synthetic")]
    public void Keeps_its_promises(string kind)
    {
        using ICamera camera = Create(kind);
        Assert.Equal(CameraState.Created, camera.State);
        Assert.Equal(default, camera.Statistics);
        Assert.Null(camera.LastFault);
        Assert.NotEmpty(camera.Description);
        Assert.False(camera.TryTakeNewest(TimeSpan.Zero, out CameraFrame? none));
        Assert.Null(none);

        long start = MonotonicClock.Nanoseconds;
        camera.Start();
        long sequence = -1;
        long time = kind == "usb" ? 0 : start;
        for (int i = 0; i < 20; i++)
        {
            CameraFrame frame = Patience.Take(camera);
            Assert.Equal(frame.Format.Length, frame.Length);
            Assert.Equal((64, 48), (frame.Format.Width, frame.Format.Height));
            Assert.InRange(frame.Sequence, sequence + 1, long.MaxValue);
            Assert.InRange(frame.TimestampNanoseconds, time, MonotonicClock.Nanoseconds);
            (sequence, time) = (frame.Sequence, frame.TimestampNanoseconds);
        }

        CameraStatistics statistics = camera.Statistics;
        Assert.InRange(statistics.Received, 20, long.MaxValue);
        Assert.Equal((0L, 0L, 0L), (statistics.Corrupt, statistics.Missed, statistics.Restarts));
        Assert.Equal(CameraState.Streaming, camera.State);
        Assert.Throws<InvalidOperationException>(camera.Start);

        camera.Dispose();
        camera.Dispose();
        Assert.Equal(CameraState.Ended, camera.State);
        Assert.False(camera.TryTakeNewest(Timeout.InfiniteTimeSpan, out _));

        // Each frame was taken or dropped; none is unaccounted for.
        statistics = camera.Statistics;
        Assert.Equal(20, statistics.Received - statistics.Dropped);
    }

    private ICamera Create(string kind) => kind switch
    {
        "csi" => Camera(new RpicamSource(new RpicamSettings
        {
            SearchPath = Program("rpicam-vid", "while :; do frames 100; done", Grey),
            Width = 64,
            Height = 48,
            View = FieldOfView.Automatic,
        })),
        "usb" => Camera(new V4l2Source(new V4l2Settings { Path = "/dev/fake", Width = 64, Height = 48 }, Kernel())),
        "images" => CameraSpec.Parse($"images:{Pictures()}?rate=0&loop=yes").CreateCamera(),
        "video" => Camera(new VideoSource(new VideoSettings(_folder.PathOf("video"), 0, false)
        {
            SearchPath = Program("ffmpeg", "echo 'YUV4MPEG2 W64 H48'; while :; do frames 100; done", [.. "FRAME\n"u8, .. Grey]),
        })),
        "raw" => Raw(),
        _ => CameraSpec.Parse("synthetic?rate=0&width=64&height=48").CreateCamera(),
    };

    private static CapturingCamera Camera(IFrameSource source) => new(source, RestartPolicy.Default);

    private string Program(string name, string behaviour, byte[] frame)
    {
        File.WriteAllText(_folder.PathOf("video"), "");
        var program = new FakeProgram(name, behaviour, frame);
        _helpers.Add(program);
        return program.SearchPath;
    }

    private FakeVideoKernel Kernel()
    {
        var kernel = new FakeVideoKernel { Endless = true };
        _helpers.Add(kernel);
        return kernel;
    }

    private string Pictures()
    {
        File.WriteAllBytes(_folder.PathOf("grey.ppm"), [.. "P6 64 48 255\n"u8, .. Grey, .. Grey]);
        return _folder.Path;
    }

    private ICamera Raw()
    {
        string pipe = Fifo.Create(_folder);
        Fifo.WriteFromThread(pipe, [.. Enumerable.Range(0, 2000).SelectMany(_ => Grey)]);
        return CameraSpec.Parse($"raw:{pipe}?width=64&height=48").CreateCamera();
    }
}
