using EdgeVision.Devices;
using EdgeVision.Devices.Cameras;
using EdgeVision.Devices.Cameras.Capture;
using EdgeVision.Devices.DotnetIot;
using EdgeVision.Imaging;
using Iot.Device.Media;

namespace EdgeVision.DotnetIot.Tests;

public sealed class VideoDeviceSourceTests : IDisposable
{
    private const int Length = 64 * 48 * 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<VideoConnectionSettings> _wanted = [];
    private readonly CameraFrame _frame = new();
    private FakeVideoDevice _device = new();
    private VideoDeviceSource? _source;

    public void Dispose() => _source?.Close();

    [Fact]
    public void Frames_arrive()
    {
        VideoDeviceSource source = Open();
        Assert.Equal("USB camera /dev/video3 (VideoDevice, yuyv 64x48)", source.Description);
        VideoConnectionSettings wanted = Assert.Single(_wanted);
        Assert.Equal((3, (64u, 48u), VideoPixelFormat.YUYV), (wanted.BusId, wanted.CaptureSize, wanted.PixelFormat));
        for (byte i = 1; i < 20; i++)
        {
            long before = MonotonicClock.Nanoseconds;
            _device.Give(i, Length);
            long after = MonotonicClock.Nanoseconds;
            Assert.Equal(Arrival.Frame, Next());
            Assert.Equal(new FrameFormat(PixelFormat.Yuyv, 64, 48, ColorRange.Limited), _frame.Format);
            Assert.Equal(Length, _frame.Data.Length);
            Assert.Equal(-1, _frame.Data.IndexOfAnyExcept(i));
            Assert.InRange(_frame.TimestampNanoseconds, before, after);
        }
    }

    [Fact]
    public void Newest_wins_and_the_others_are_counted()
    {
        Open();
        for (byte i = 1; i <= 3; i++)
            _device.Give(i, Length);
        Assert.Equal(new FrameArrival(Arrival.Frame, Missed: 2), Next());
        Assert.Equal(3, _frame.Data[0]);
        _device.Give(4, Length);
        Assert.Equal(Arrival.Frame, Next());
        Assert.Equal(4, _frame.Data[0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Length - 1)]
    [InlineData(Length + 1)]
    public void Buffer_of_another_size_is_corrupt(int length)
    {
        Open();
        _device.Give(1, length);
        FrameArrival arrival = Next();
        Assert.Equal(Arrival.Corrupt, arrival.Kind);
        Assert.Contains($"a frame has {length} bytes instead of {Length}", arrival.Fault, StringComparison.Ordinal);
        _device.Give(2, Length);
        Assert.Equal(Arrival.Frame, Next());
    }

    [Fact]
    public void Stop_gives_the_device_back_and_it_can_be_opened_again()
    {
        VideoDeviceSource source = Open();
        _device.Give(1, Length);
        source.Close();
        source.Close();
        Assert.Equal(["start pooled", "stop", "dispose"], _device.Calls);
        _device = new FakeVideoDevice();
        source.Open();
        _device.Give(2, Length);
        Assert.Equal(Arrival.Frame, Next());
        Assert.Equal(2, _frame.Data[0]);
    }

    [Fact]
    public void Camera_runs_and_ends_through_it()
    {
        using (var camera = new CapturingCamera(Source(), RestartPolicy.Default))
        {
            camera.Start();
            _device.Give(5, Length);
            Assert.True(camera.TryTakeNewest(Patience, out CameraFrame? frame));
            Assert.Equal(5, frame.Data[0]);
        }

        Assert.Equal(["start pooled", "stop", "dispose"], _device.Calls);
    }

    [Fact]
    public void Device_that_cannot_be_started_is_given_back()
    {
        _device = new FakeVideoDevice { StartFailure = new IOException("no such file") };
        var failure = Assert.Throws<CameraException>(() => Open());
        Assert.Equal("USB camera /dev/video3: no such file; 'edgevision doctor --camera usb:/dev/video3' tells more", failure.Message);
        Assert.Equal(["start pooled", "dispose"], _device.Calls);
    }

    [Fact]
    public void Device_that_throws_later_gives_its_last_frame_first()
    {
        Open();
        _device.Give(1, Length);
        _device.Throw(new InvalidOperationException("went up in smoke"));
        Assert.Equal(Arrival.Frame, Next());
        var failure = Assert.Throws<CameraException>(() => Next());
        Assert.Contains("went up in smoke", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["start pooled", "stop", "dispose"], _device.Calls);
    }

    [Fact]
    public void Impossible_length_is_a_failure_of_the_device()
    {
        Open();
        _device.GiveImpossible();
        Assert.Throws<CameraException>(() => Next());
    }

    [Fact]
    public void Silence_is_nothing_and_after_the_limit_a_failure()
    {
        Assert.Equal(Arrival.Nothing, Open().Read(_frame, default));
        _source!.Close();
        _device = new FakeVideoDevice();
        _source = Source(settings => settings with { StallLimit = TimeSpan.FromMilliseconds(1) });
        _source.Open();
        Assert.Contains("no frame for 0 s", Assert.Throws<CameraException>(() => Next()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Library_that_does_not_stop_holds_up_nobody_and_is_not_opened_twice()
    {
        using var release = new ManualResetEventSlim();
        _device = new FakeVideoDevice { Stuck = release };
        VideoDeviceSource source = _source = Source(settings => settings with { StopLimit = TimeSpan.FromMilliseconds(1) });
        source.Open();
        source.Close();
        Assert.Contains("still waits for a frame", Assert.Throws<CameraException>(source.Open).Message, StringComparison.Ordinal);
        Assert.Single(_wanted);
        release.Set();
        Assert.True(SpinWait.SpinUntil(() => _device.Calls.Contains("dispose"), Patience));
    }

    private VideoDeviceSource Source(Func<VideoDeviceSettings, VideoDeviceSettings>? change = null)
    {
        var settings = new VideoDeviceSettings(3, 64, 48) { StallLimit = Patience, StopLimit = Patience };
        return new VideoDeviceSource(change is null ? settings : change(settings), wanted =>
        {
            _wanted.Add(wanted);
            return _device;
        });
    }

    private VideoDeviceSource Open()
    {
        _source = Source();
        _source.Open();
        return _source;
    }

    /// <summary>Reads until something comes.</summary>
    private FrameArrival Next()
    {
        FrameArrival arrival;
        do
            arrival = _source!.Read(_frame, default);
        while (arrival.Kind == Arrival.Nothing);
        return arrival;
    }
}
