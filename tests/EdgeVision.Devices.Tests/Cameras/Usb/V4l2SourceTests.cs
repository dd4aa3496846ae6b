using EdgeVision.Devices.Cameras;
using EdgeVision.Devices.Cameras.Capture;
using EdgeVision.Devices.Cameras.Usb;
using EdgeVision.Devices.Linux;
using EdgeVision.Devices.Tests.Cameras.Support;
using EdgeVision.Imaging;

namespace EdgeVision.Devices.Tests.Cameras.Usb;

public sealed class V4l2SourceTests : IDisposable
{
    private static readonly RestartPolicy Quick = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));

    private readonly FakeVideoKernel _kernel = new();

    public void Dispose() => _kernel.Dispose();

    [Fact]
    public void Frames_are_copied_with_the_kernels_time()
    {
        using CapturingCamera camera = Start();
        _kernel.Frame(9);
        CameraFrame frame = Patience.Take(camera);
        Assert.Equal(new FrameFormat(PixelFormat.Yuyv, 64, 48, ColorRange.Limited), frame.Format);
        Assert.Equal(12_000_345_000, frame.TimestampNanoseconds);
        Assert.Equal(64 * 48 * 2, frame.Length);
        Assert.Equal(-1, frame.Data.IndexOfAnyExcept((byte)9));
        Assert.Equal("USB camera /dev/fake (Fake Camera, yuyv 64x48)", camera.Description);
        for (byte i = 0; i < 20; i++)
        {
            _kernel.Frame(i);
            Assert.Equal(i, Patience.Take(camera).Data[0]);
        }
    }

    [Fact]
    public void Without_the_kernels_time_it_is_that_of_arrival()
    {
        using CapturingCamera camera = Start();
        long before = MonotonicClock.Nanoseconds;
        _kernel.Frame(flags: 0);
        Assert.InRange(Patience.Take(camera).TimestampNanoseconds, before, MonotonicClock.Nanoseconds);
    }

    [Fact]
    public void The_rate_is_asked_for()
    {
        using CapturingCamera camera = Start(settings => settings with { Rate = 7.5 });
        Assert.Equal((1000u, 7500u), (_kernel.LastParameters.Numerator, _kernel.LastParameters.Denominator));
    }

    [Theory]
    [InlineData(Errno.NotATerminal)]
    [InlineData(Errno.Invalid)]
    public void A_camera_that_cannot_set_its_rate_keeps_its_own(int error)
    {
        _kernel.Failures["SetParameters"] = error;
        using CapturingCamera camera = Start();
        _kernel.Frame();
        Patience.Take(camera);
    }

    [Theory]
    [InlineData(640, 480, null, "YUYV NV12 YU12 MJPG", PixelFormat.Yuyv)]
    [InlineData(640, 480, null, "MJPG NV12", PixelFormat.Nv12)]
    [InlineData(640, 480, null, "H264 YU12 MJPG", PixelFormat.Yuv420)]
    [InlineData(640, 480, null, "H264 MJPG", PixelFormat.Mjpeg)]
    [InlineData(1280, 720, null, "YUYV MJPG", PixelFormat.Mjpeg)]
    [InlineData(1280, 720, null, "YUYV", PixelFormat.Yuyv)]
    [InlineData(640, 480, PixelFormat.Mjpeg, "YUYV MJPG", PixelFormat.Mjpeg)]
    [InlineData(1280, 720, PixelFormat.Nv12, "YUYV MJPG NV12", PixelFormat.Nv12)]
    public void Formats_have_an_order(int width, int height, PixelFormat? wanted, string offered, PixelFormat chosen)
    {
        _kernel.Formats.Clear();
        _kernel.Formats.AddRange(offered.Split(' '));
        using CapturingCamera camera = Start(settings => settings with { Width = width, Height = height, Format = wanted });
        _kernel.Frame();
        FrameFormat format = Patience.Take(camera).Format;
        Assert.Equal(chosen, format.Pixels);
        Assert.Equal(chosen == PixelFormat.Mjpeg ? ColorRange.Full : ColorRange.Limited, format.Range);
    }

    [Fact]
    public void A_driver_that_gives_another_format_than_asked_is_asked_for_the_next()
    {
        _kernel.Adjust = format =>
        {
            format = FakeVideoKernel.Obedient(format);
            if (format.PixelFormat == FakeVideoKernel.Code("YUYV"))
                format.PixelFormat = FakeVideoKernel.Code("H264");
            return format;
        };
        using CapturingCamera camera = Start();
        _kernel.Frame(bytes: 700);
        CameraFrame frame = Patience.Take(camera);
        Assert.Equal(new FrameFormat(PixelFormat.Mjpeg, 64, 48), frame.Format);
        Assert.Equal(700, frame.Length);
    }

    [Fact]
    public void Another_size_than_asked_is_taken_and_told()
    {
        _kernel.Adjust = format =>
        {
            format = FakeVideoKernel.Obedient(format);
            format.Width = 62;
            format.BytesPerLine = 128;
            return format;
        };
        using CapturingCamera camera = Start();
        _kernel.Frame();
        Assert.Equal(new FrameFormat(PixelFormat.Yuyv, 62, 48, 128, ColorRange.Limited), Patience.Take(camera).Format);
        Assert.Equal("USB camera /dev/fake (Fake Camera, yuyv 62x48 instead of 64x48)", camera.Description);
    }

    [Theory]
    [InlineData(0, 0, ColorRange.Limited)]
    [InlineData(0, 8, ColorRange.Limited)]
    [InlineData(0, 7, ColorRange.Full)]
    [InlineData(1, 8, ColorRange.Full)]
    [InlineData(2, 7, ColorRange.Limited)]
    public void The_colour_range_is_what_the_driver_says(uint quantization, uint colorspace, ColorRange range)
    {
        _kernel.Adjust = format =>
        {
            format = FakeVideoKernel.Obedient(format);
            (format.Quantization, format.Colorspace) = (quantization, colorspace);
            return format;
        };
        using CapturingCamera camera = Start();
        _kernel.Frame();
        Assert.Equal(range, Patience.Take(camera).Format.Range);
    }

    [Fact]
    public void Damaged_short_and_missing_frames_are_counted()
    {
        using CapturingCamera camera = Start();
        _kernel.Frame(1).Frame(2, flags: V4l2Buffer.FlagError | V4l2Buffer.FlagTimestampMonotonic);
        Patience.Until(() => camera.Statistics.Corrupt == 1);
        Assert.Equal("USB camera /dev/fake: the driver marked a frame as damaged", camera.LastFault);
        _kernel.Frame(3, bytes: 6143).Frame(4, bytes: 0).Frame(5, skipped: 3).Frame(6, bytes: 0, skipped: 2).Frame(7, bytes: 9999);
        Patience.Until(() => camera.Statistics.Received == 3);
        Assert.Equal((4L, 5L, 0L), (camera.Statistics.Corrupt, camera.Statistics.Missed, camera.Statistics.Restarts));
        Assert.Equal("USB camera /dev/fake: a frame has 0 bytes instead of 6144", camera.LastFault);
        Assert.Equal(7, Patience.Take(camera).Data[0]);
    }

    [Fact]
    public void A_frame_that_is_not_there_after_all_is_waited_for()
    {
        using CapturingCamera camera = Start();
        _kernel.Error(Errno.TryAgain).Error(Errno.TryAgain).Frame(1);
        Assert.Equal(1, Patience.Take(camera).Data[0]);
        Assert.Equal(0, camera.Statistics.Restarts);
    }

    [Theory]
    [InlineData(Errno.NoDevice, LibC.PollIn, "it was unplugged")]
    [InlineData(Errno.NoDevice, LibC.PollError | LibC.PollHangUp, "it was unplugged")]
    [InlineData(Errno.TryAgain, LibC.PollError, "it was unplugged")]
    [InlineData(Errno.Invalid, LibC.PollError, "it was unplugged")]
    [InlineData(Errno.IoError, LibC.PollIn, "taking a frame: Input/output error (error 5)")]
    public void An_unplugged_camera_is_lost_until_it_is_plugged_in_again(int error, short happened, string fault)
    {
        using CapturingCamera camera = Start();
        _kernel.Frame(1);
        Patience.Until(() => camera.Statistics.Received == 1);
        _kernel.Failures["Open"] = Errno.NoEntry;
        _kernel.Error(error, happened);
        Patience.Until(() => camera.Statistics.Restarts >= 3);
        Assert.Contains("there is no such device", camera.LastFault, StringComparison.Ordinal);
        _kernel.Cure("Open");
        _kernel.Frame(2);
        Patience.Until(() => camera.Statistics.Received == 2);
        Assert.Equal(CameraState.Streaming, camera.State);
        camera.Dispose();
        Assert.Equal((0, null), (_kernel.Leaks, _kernel.Broken));

        // And the message of the moment itself.
        using var lost = new CapturingCamera(Source(), new RestartPolicy(TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromHours(1)));
        lost.Start();
        _kernel.Error(error, happened);
        Patience.Until(() => lost.State == CameraState.Lost);
        Assert.Contains(fault, lost.LastFault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Poll", Errno.NoDevice)]
    [InlineData("Queue", Errno.NoDevice)]
    public void Other_calls_notice_it_too(string call, int error)
    {
        using CapturingCamera camera = Start();
        _kernel.Failures[call] = error;
        _kernel.Frame();
        Patience.Until(() => camera.Statistics.Restarts >= 1);
        Assert.Contains("it was unplugged", camera.LastFault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_camera_that_sends_nothing_is_opened_again()
    {
        using CapturingCamera camera = Start(settings => settings with { StallLimit = TimeSpan.FromMilliseconds(50) });
        Patience.Until(() => camera.Statistics.Restarts >= 2);
        Assert.Contains("no frame for 0.1 s", camera.LastFault, StringComparison.Ordinal);
        camera.Dispose();
        Assert.Equal((0, null), (_kernel.Leaks, _kernel.Broken));
    }

    [Theory]
    [InlineData("Open", Errno.NoEntry, "/dev/fake: there is no such device")]
    [InlineData("Open", Errno.AccessDenied, "usermod -aG video")]
    [InlineData("QueryCapability", Errno.NotATerminal, "asking what it is: Inappropriate ioctl for device (error 25)")]
    [InlineData("SetFormat", Errno.Busy, "another program uses it; 'fuser -v /dev/fake'")]
    [InlineData("SetParameters", Errno.IoError, "setting the rate: Input/output error")]
    [InlineData("RequestBuffers", Errno.Busy, "another program uses it")]
    [InlineData("QueryBuffer", Errno.IoError, "asking for a buffer")]
    [InlineData("Map", 12, "mapping a buffer: Cannot allocate memory")]
    [InlineData("Queue", Errno.IoError, "giving a buffer back")]
    [InlineData("StreamOn", Errno.NoSpace, "the USB bus has no room")]
    [InlineData("StreamOn", Errno.NoDevice, "it was unplugged")]
    public void What_fails_when_starting_is_told_and_undone(string call, int error, string reason)
    {
        _kernel.Failures[call] = error;
        CameraException e = Assert.Throws<CameraException>(() => Start());
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        Assert.Equal((0, null), (_kernel.Leaks, _kernel.Broken));
    }

    [Fact]
    public void Devices_that_are_no_cameras_are_refused()
    {
        _kernel.DeviceCapabilities = V4l2Capability.Streaming;
        Assert.Contains("gives no frames to programs", Assert.Throws<CameraException>(() => Start()).Message, StringComparison.Ordinal);
        _kernel.DeviceCapabilities = V4l2Capability.VideoCaptureMultiPlanar | V4l2Capability.Streaming;
        Assert.Contains("frames in several parts", Assert.Throws<CameraException>(() => Start()).Message, StringComparison.Ordinal);
        Assert.Equal(0, _kernel.Leaks);
    }

    [Fact]
    public void A_camera_without_a_known_format_is_refused()
    {
        _kernel.Formats.Clear();
        _kernel.Formats.Add("pBAA");
        Assert.Contains("gives pBAA, none of YUYV, NV12, YU12, MJPG", Assert.Throws<CameraException>(() => Start()).Message, StringComparison.Ordinal);
        _kernel.Formats.Clear();
        Assert.Contains("gives no format", Assert.Throws<CameraException>(() => Start()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0u, 48u, 128u)]
    [InlineData(64u, 99999u, 128u)]
    [InlineData(64u, 48u, 127u)]
    [InlineData(uint.MaxValue, 48u, 128u)]
    public void Impossible_formats_are_refused(uint width, uint height, uint bytesPerLine)
    {
        _kernel.Adjust = format =>
        {
            (format.Width, format.Height, format.BytesPerLine) = (width, height, bytesPerLine);
            return format;
        };
        Assert.Contains("announces impossible frames", Assert.Throws<CameraException>(() => Start()).Message, StringComparison.Ordinal);
        Assert.Equal(0, _kernel.Leaks);
    }

    [Fact]
    public void One_buffer_is_too_few()
    {
        _kernel.MostBuffers = 1;
        Assert.Contains("has memory for 1 frame(s), 2 are needed", Assert.Throws<CameraException>(() => Start()).Message, StringComparison.Ordinal);
        Assert.Equal((0, null), (_kernel.Leaks, _kernel.Broken));
    }

    [Fact]
    public void Ending_gives_everything_back()
    {
        using CapturingCamera camera = Start();
        _kernel.Frame();
        Patience.Take(camera);
        camera.Dispose();
        Assert.Equal((0, null), (_kernel.Leaks, _kernel.Broken));
        Assert.Equal(1, _kernel.Calls["StreamOff"]);
        Assert.Equal(2, _kernel.Calls["RequestBuffers"]);
    }

    private V4l2Source Source(Func<V4l2Settings, V4l2Settings>? change = null)
    {
        var settings = new V4l2Settings { Path = "/dev/fake", Width = 64, Height = 48, StallLimit = Patience.Limit };
        return new V4l2Source(change?.Invoke(settings) ?? settings, _kernel);
    }

    private CapturingCamera Start(Func<V4l2Settings, V4l2Settings>? change = null)
    {
        var camera = new CapturingCamera(Source(change), Quick);
        camera.Start();
        return camera;
    }
}
