using EdgeVision.Devices.Cameras;
using EdgeVision.Devices.Cameras.Capture;
using EdgeVision.Devices.Cameras.Csi;
using EdgeVision.Devices.Tests.Cameras.Support;
using EdgeVision.Imaging;
using EdgeVision.Testing;

namespace EdgeVision.Devices.Tests.Cameras.Csi;

/// <summary>The whole chain from the child process to the consumer, with the fake program of Cameras/Fakes.</summary>
public sealed class RpicamSourceTests
{
    private static readonly RestartPolicy Quick = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
    private static readonly RestartPolicy Never = new(TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromHours(1));

    private static readonly FrameFormat Format = new(PixelFormat.Yuv420, 40, 16, 64, ColorRange.Full);

    [Fact]
    public void Padded_frames_arrive_whole()
    {
        byte[] frame = Noise();
        using var program = new FakeProgram("rpicam-vid", "paced 3 0.01; stall", frame);
        using CapturingCamera camera = Camera(program, Never);
        long before = MonotonicClock.Nanoseconds;
        camera.Start();
        CameraFrame taken = Patience.Take(camera);
        Assert.Equal(Format, taken.Format);
        Assert.Equal(64 * 16 * 3 / 2, taken.Length);
        Assert.True(taken.Data.SequenceEqual(frame));
        Assert.InRange(taken.TimestampNanoseconds, before, MonotonicClock.Nanoseconds);
        Patience.Until(() => camera.Statistics.Received == 3);
        Assert.Equal(["-n --verbose 0 -t 0 --flush --codec yuv420 --camera 0 --width 40 --height 16 --framerate 10 -o -"], program.Calls);
    }

    [Fact]
    public void Much_said_on_standard_error_holds_nothing_up()
    {
        using var program = new FakeProgram("rpicam-vid", "noise 300000; frames 2; noise 300000; frames 2; stall", Noise());
        using CapturingCamera camera = Camera(program, Never);
        camera.Start();
        Patience.Until(() => camera.Statistics.Received == 4);
        Assert.Equal(0, camera.Statistics.Restarts);
        Assert.Null(camera.LastFault);
    }

    [Fact]
    public void An_end_is_a_fault_that_starts_it_again()
    {
        using var program = new FakeProgram("rpicam-vid", "frames 2; [ $RUN -lt 4 ] && exit 0; stall", Noise());
        using CapturingCamera camera = Camera(program, Quick);
        camera.Start();
        Patience.Until(() => camera.Statistics.Received == 8);
        Assert.Equal((3L, 0L), (camera.Statistics.Restarts, camera.Statistics.Corrupt));
        Assert.Equal("CSI camera 0: rpicam-vid ended with exit code 0; it gave no message", camera.LastFault);
        Assert.Equal(CameraState.Streaming, camera.State);
    }

    [Fact]
    public void A_frame_that_is_cut_off_is_counted_and_thrown_away()
    {
        using var program = new FakeProgram("rpicam-vid", "frames 2; [ $RUN -lt 3 ] && { cut_frame 1000; exit 1; }; stall", Noise());
        using CapturingCamera camera = Camera(program, Quick);
        camera.Start();
        Patience.Until(() => camera.Statistics.Received == 6);
        Assert.Equal((2L, 2L), (camera.Statistics.Restarts, camera.Statistics.Corrupt));
        CameraFrame taken = Patience.Take(camera);
        Assert.Equal(5, taken.Sequence);
        Assert.True(taken.Data.SequenceEqual(Noise()));
    }

    [Theory]
    [InlineData("frames 1; stall", 60, 0.2, "sent nothing for 0.2 s")]
    [InlineData("stall", 0.2, 60, "sent nothing for 0.2 s")]
    [InlineData("cut_frame 10; stall", 0.2, 60, "sent nothing for 0.2 s")]
    public void A_stall_is_a_fault(string behaviour, double startSeconds, double stallSeconds, string fault)
    {
        using var program = new FakeProgram("rpicam-vid", behaviour, Noise());
        using CapturingCamera camera = Camera(program, Never, settings => settings with
        {
            StartLimit = TimeSpan.FromSeconds(startSeconds),
            StallLimit = TimeSpan.FromSeconds(stallSeconds),
        });
        camera.Start();
        Patience.Until(() => camera.State == CameraState.Lost);
        Assert.Contains(fault, camera.LastFault, StringComparison.Ordinal);
        Assert.Equal(["stopped"], program.Ends);
    }

    [Fact]
    public void A_slow_start_is_not_a_stall()
    {
        using var program = new FakeProgram("rpicam-vid", "pause 1; frames 1; stall", Noise());
        using CapturingCamera camera = Camera(program, Never, settings => settings with { StallLimit = TimeSpan.FromSeconds(0.1) });
        camera.Start();
        Patience.Take(camera);
    }

    [Theory]
    [InlineData("fail 255 'ERROR: *** no cameras available ***'", "ended with exit code 255; no camera was found")]
    [InlineData("fail 255 'ERROR: *** failed to acquire camera ***'", "another program uses the camera")]
    [InlineData("fail 1 'Permission denied'", "usermod -aG video")]
    [InlineData("noise 100000; fail 7 '\nstrange thing'", "exit code 7; its last message: strange thing")]
    public void What_the_program_complains_about_is_explained(string behaviour, string fault)
    {
        using var program = new FakeProgram("rpicam-vid", behaviour, Noise());
        using CapturingCamera camera = Camera(program, Never);
        camera.Start();
        Patience.Until(() => camera.State == CameraState.Lost);
        Assert.Contains(fault, camera.LastFault, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', camera.LastFault!);
    }

    [Fact]
    public void Older_systems_call_it_libcamera()
    {
        using var program = new FakeProgram("libcamera-vid", "frames 1; stall", Noise());
        using CapturingCamera camera = Camera(program, Never);
        camera.Start();
        Patience.Take(camera);
        Assert.Equal("CSI camera 0 (libcamera-vid, yuv420 40x16)", camera.Description);
    }

    [Fact]
    public void Where_it_is_not_installed_it_says_so()
    {
        using var folder = new TempFolder();
        var source = new RpicamSource(new RpicamSettings { SearchPath = folder.Path });
        using var camera = new CapturingCamera(source, Never);
        Assert.Contains("sudo apt install rpicam-apps", Assert.Throws<CameraException>(camera.Start).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_started_is_an_exception()
    {
        using var program = new FakeProgram("rpicam-vid", "", Noise());
        File.SetUnixFileMode(Path.Combine(program.SearchPath, "rpicam-vid"), UnixFileMode.UserRead);
        using CapturingCamera camera = Camera(program, Never);
        Assert.Contains("cannot be started", Assert.Throws<CameraException>(camera.Start).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_full_field_of_view_is_asked_for()
    {
        using var program = new FakeProgram("rpicam-vid", "frames 1; stall", Noise())
        {
            Cameras = "0 : imx219 [3280x2464]\n    Modes: 'SRGGB10_CSI2P' : 640x480 [206.65 fps - (1000, 752)/1280x960 crop]\n"
                + "                 1640x1232 [41.85 fps - (0, 0)/3280x2464 crop]\n",
        };
        using CapturingCamera camera = Camera(program, Never, settings => settings with { View = FieldOfView.Full });
        camera.Start();
        Patience.Take(camera);
        Assert.Equal("--list-cameras", program.Calls[0]);
        Assert.EndsWith("--mode 1640:1232:10:P -o -", program.Calls[1], StringComparison.Ordinal);
        Assert.EndsWith("mode 1640:1232:10:P)", camera.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_asked_to_end_even_while_it_waits_for_a_reader()
    {
        using var program = new FakeProgram("rpicam-vid", "while :; do frames 1000; done", Noise());
        CapturingCamera camera = Camera(program, Never);
        camera.Start();
        Patience.Take(camera);
        camera.Dispose();
        Assert.Equal(["stopped"], program.Ends);
    }

    [Fact]
    public void A_program_that_does_not_end_is_killed()
    {
        using var program = new FakeProgram("rpicam-vid", "trap '' INT; frames 1; echo $$ > \"$here/pid\"; exec sleep 1000", Noise());
        CapturingCamera camera = Camera(program, Never);
        camera.Start();
        Patience.Take(camera);
        string pidFile = Path.Combine(program.SearchPath, "pid");
        Patience.Until(() => File.Exists(pidFile) && new FileInfo(pidFile).Length > 1);
        camera.Dispose();
        Assert.False(Directory.Exists($"/proc/{File.ReadAllText(pidFile).Trim()}"));
    }

    private static byte[] Noise()
    {
        byte[] frame = new byte[Format.Length];
        new Prng(3).Fill(frame);
        return frame;
    }

    private static CapturingCamera Camera(FakeProgram program, RestartPolicy policy, Func<RpicamSettings, RpicamSettings>? change = null)
    {
        var settings = new RpicamSettings
        {
            SearchPath = program.SearchPath,
            Width = 40,
            Height = 16,
            View = FieldOfView.Automatic,
            StartLimit = Patience.Limit,
            StallLimit = Patience.Limit,
        };
        return new CapturingCamera(new RpicamSource(change?.Invoke(settings) ?? settings), policy);
    }
}
