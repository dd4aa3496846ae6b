using EdgeVision.Devices.Cameras;
using EdgeVision.Imaging;

namespace EdgeVision.App.Tests.Doctor;

public sealed class FrameTests : IDisposable
{
    private readonly FakeMachine _machine = FakeMachine.Pc();
    private readonly TempFolder _files = new();
    private string _camera = "usb:/dev/video0";

    public FrameTests() => _machine.Tree.Write("/dev/video0");

    public void Dispose()
    {
        _machine.Dispose();
        _files.Dispose();
    }

    [Fact]
    public void A_good_picture_is_in_order_and_saved()
    {
        DoctorAnswer answer = Examine(FakeCamera.Rgb(120, 110, 100, pattern: 40), "--save", _files["f.png"]);

        Assert.Empty(answer.Complaints);
        answer.AssertSays("camera frames ok", "fake camera", "rgb24 16x16", "20.0 frames/s");
        answer.AssertSays("camera losses ok", "0 damaged");
        answer.AssertSays("camera picture ok", "contrast 40", "red 120, green 110, blue 100");
        answer.AssertSays("camera saved ok", _files["f.png"]);
        RgbImage saved = ImageFile.Load(_files["f.png"]);
        Assert.Equal((16, 16), (saved.Width, saved.Height));
        Assert.Equal([160, 150, 140, 80, 70, 60], saved.Pixels[..6]);
    }

    [Theory]
    [InlineData(10, 10, 10, 8, "warning", "too dark")]
    [InlineData(244, 244, 244, 10, "warning", "too bright")]
    [InlineData(128, 128, 128, 3, "warning", "nothing is to be seen")]
    [InlineData(0, 0, 0, 0, "problem", "all black")]
    [InlineData(150, 100, 60, 30, "note", "colour cast")]
    [InlineData(0, 135, 0, 0, "problem", "zeros")]
    public void Bad_pictures_are_told_apart(byte red, byte green, byte blue, int pattern, string state, string word) =>
        Examine(FakeCamera.Rgb(red, green, blue, pattern, count: 1, frozen: true)).AssertSays($"camera picture {state}", word);

    [Theory]
    [InlineData(PixelFormat.Yuv420)]
    [InlineData(PixelFormat.Nv12)]
    [InlineData(PixelFormat.Yuyv)]
    public void Frames_of_zeros_are_recognised_by_their_green(PixelFormat pixels)
    {
        DoctorAnswer answer = Examine(new FakeCamera(new FrameFormat(pixels, 16, 16), 1, (_, _) => { }));

        answer.AssertSays("camera picture problem", "all green", "frames of zeros", "cable");
        Assert.Equal(ExitCodes.Device, answer.Cli.ExitCode);
    }

    [Fact]
    public void Luma_and_chroma_keep_their_places()
    {
        var camera = new FakeCamera(new FrameFormat(PixelFormat.Yuv420, 16, 16), 1, (_, bytes) =>
        {
            for (int i = 0; i < 256; i++)
                bytes[i] = (byte)(i % 2 == 0 ? 100 : 60);
            bytes.AsSpan(256).Fill(128);
        });

        Examine(camera).AssertSays("camera picture ok", "brightness 80", "contrast 20", "red 80, green 80, blue 80");
    }

    [Fact]
    public void A_frozen_picture_is_seen()
    {
        Examine(FakeCamera.Rgb(120, 110, 100, 40, count: 5, frozen: true)).AssertOnly("camera motion warning", "5 frames", "frozen");
        Assert.Empty(Examine(FakeCamera.Rgb(120, 110, 100, 40, count: 4, frozen: true)).Complaints);
        Assert.Empty(Examine(FakeCamera.Rgb(120, 110, 100, 40, count: 5)).Complaints);
    }

    [Theory]
    [InlineData("synthetic")]
    [InlineData("images:photos")]
    public void Files_may_stand_still_and_be_slow(string camera)
    {
        _camera = camera;

        Assert.Empty(Examine(FakeCamera.Rgb(120, 110, 100, 40, count: 5, frozen: true)).Complaints);
        Assert.Empty(Examine(new FakeCamera(FakeCamera.Small, 3, FakeCamera.Stripes) { Interval = 500_000_000 }).Complaints);
    }

    [Theory]
    [InlineData(410_000_000, "warning")]
    [InlineData(390_000_000, "ok")]
    public void A_slow_sensor_is_seen(long interval, string state) =>
        Examine(new FakeCamera(FakeCamera.Small, 3, FakeCamera.Stripes) { Interval = interval }).AssertSays($"camera frames {state}", "frames/s");

    [Fact]
    public void A_damaged_stream_is_seen()
    {
        var losses = new FakeCamera(new FrameFormat(PixelFormat.Rgb24, 4, 4), 1, (_, bytes) => bytes.AsSpan(0, 24).Fill(180)) { Statistics = new CameraStatistics(20, 0, 3, 0, 1), LastFault = "frame cut off" };
        DoctorAnswer answer = Examine(losses);

        answer.AssertSays("camera losses warning", "3 damaged", "1 restarts in 20", "frame cut off");
        answer.AssertSays("camera frames note", "only one frame");
    }

    [Fact]
    public void A_camera_without_frames_is_a_problem_in_its_own_words()
    {
        Examine(FakeCamera.Rgb(0, 0, 0, 0, count: 0)).AssertOnly("camera frames problem", "no frame within");
        Examine(new FakeCamera(new FrameFormat(PixelFormat.Rgb24, 4, 4), 0, (_, _) => { }) { LastFault = "it is busy; end the other program" })
            .AssertOnly("camera frames problem", "it is busy -> end the other program");
    }

    [Fact]
    public void A_camera_that_does_not_start_is_a_problem_and_closed()
    {
        FakeCamera camera = new(new FrameFormat(PixelFormat.Rgb24, 4, 4), 0, (_, _) => { }) { StartFailure = new CameraException("no such camera; plug it in") };

        Examine(camera).AssertOnly("camera frames problem", "no such camera -> plug it in");
        Assert.True(camera.Disposed);
    }

    [Fact]
    public void A_frame_that_cannot_be_saved_is_a_problem() =>
        Examine(FakeCamera.Rgb(120, 110, 100, 40), "--save", _files["no/f.png"]).AssertOnly("camera saved problem", "no/f.png", "may write");

    [Fact]
    public void The_synthetic_camera_works_here_for_real()
    {
        using FakeMachine machine = FakeMachine.Pc();

        machine.Examine("--camera", "synthetic?rate=30").AssertSays("camera frames ok", "yuv420 640x480");
    }

    private DoctorAnswer Examine(FakeCamera camera, params string[] options)
    {
        _machine.Machine = _machine.Machine with { CreateCamera = _ => camera };
        return _machine.Examine(["--camera", _camera, .. options]);
    }
}
