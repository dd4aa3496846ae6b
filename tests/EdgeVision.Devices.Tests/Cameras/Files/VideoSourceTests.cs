using System.Diagnostics;
using EdgeVision.Devices.Cameras;
using EdgeVision.Devices.Cameras.Capture;
using EdgeVision.Devices.Cameras.Files;
using EdgeVision.Devices.Tests.Cameras.Support;
using EdgeVision.Imaging;

namespace EdgeVision.Devices.Tests.Cameras.Files;

public sealed class VideoSourceTests
{
    private static readonly byte[] Frame = [.. "FRAME\n"u8, .. Enumerable.Range(0, 6).Select(i => (byte)i)];

    [Fact]
    public void Frames_come_at_the_rate_of_the_video_until_its_end()
    {
        using var program = new FakeProgram("ffmpeg", "echo 'YUV4MPEG2 W2 H2 F50:1 Ip A1:1 C420jpeg XCOLORRANGE=FULL'; frames 4", Frame);
        using CapturingCamera camera = Camera(program, rate: null);
        List<FrameFormat> formats = [];
        long start = Environment.TickCount64;
        camera.Start();
        Patience.TakeAll(camera, frame =>
        {
            formats.Add(frame.Format);
            Assert.True(frame.Data.SequenceEqual(Frame.AsSpan(6)));
        });
        Assert.InRange(Environment.TickCount64 - start, 50, long.MaxValue);
        Assert.NotEmpty(formats);
        Assert.All(formats, format => Assert.Equal(new FrameFormat(PixelFormat.Yuv420, 2, 2, ColorRange.Full), format));
        Assert.Equal((4L, 0L, 0L), (camera.Statistics.Received, camera.Statistics.Corrupt, camera.Statistics.Restarts));
        Assert.Null(camera.LastFault);
        string file = Path.Combine(program.SearchPath, "frame");
        Assert.Equal(
            [$"-nostdin -v error -stream_loop 0 -i {file} -map 0:v:0 -vf scale=out_color_matrix=bt601:out_range=tv -pix_fmt yuv420p -f yuv4mpegpipe -"],
            program.Calls);
    }

    [Theory]
    [InlineData("fail 1 'moov atom not found'", "ffmpeg ended with exit code 1; moov atom not found")]
    [InlineData("exit 3", "ffmpeg ended with exit code 3; it gave no message")]
    public void A_video_that_cannot_be_decoded_ends_with_a_reason(string behaviour, string reason)
    {
        using var program = new FakeProgram("ffmpeg", behaviour, Frame);
        using CapturingCamera camera = Camera(program, rate: 0);
        camera.Start();
        Assert.Equal(0, Patience.TakeAll(camera));
        Assert.Contains(reason, camera.LastFault, StringComparison.Ordinal);
        Assert.Equal(0, camera.Statistics.Restarts);
    }

    [Fact]
    public void A_frame_that_is_cut_off_is_counted()
    {
        using var program = new FakeProgram("ffmpeg", "echo 'YUV4MPEG2 W2 H2'; frames 2; cut_frame 9", Frame);
        using CapturingCamera camera = Camera(program, rate: 0);
        camera.Start();
        Patience.TakeAll(camera);
        Assert.Equal((2L, 1L), (camera.Statistics.Received, camera.Statistics.Corrupt));
        Assert.Contains("the stream ended after 3 of a frame's 6 bytes", camera.LastFault, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_is_told()
    {
        using var folder = new TempFolder();
        var noFile = new VideoSource(new VideoSettings(folder.PathOf("x.mp4"), 0, false));
        Assert.Contains("there is no such file", Assert.Throws<CameraException>(noFile.Open).Message, StringComparison.Ordinal);
        File.WriteAllText(folder.PathOf("x.mp4"), "");
        var noProgram = new VideoSource(new VideoSettings(folder.PathOf("x.mp4"), 0, false) { SearchPath = folder.Path });
        Assert.Contains("sudo apt install ffmpeg", Assert.Throws<CameraException>(noProgram.Open).Message, StringComparison.Ordinal);
    }

    /// <summary>A real video with a known colour, through the real program.</summary>
    [ProgramFact("ffmpeg")]
    public void Ffmpeg_itself_is_understood()
    {
        using var folder = new TempFolder();
        string video = folder.PathOf("red.mp4");
        using (Process make = Process.Start("ffmpeg", ["-nostdin", "-v", "error", "-f", "lavfi", "-i", "color=red:size=64x48:rate=25:duration=1", video]))
            make.WaitForExit();
        using ICamera camera = CameraSpec.Parse($"video:{video}?rate=0").CreateCamera();
        camera.Start();
        var spec = new InputTensorSpec { Width = 1, Height = 1, Scale = 1 / 128f, ZeroPoint = 0 };
        sbyte[] colour = new sbyte[3];
        Patience.TakeAll(camera, frame =>
        {
            Assert.Equal((64, 48), (frame.Format.Width, frame.Format.Height));
            FrameToTensor converter = FrameToTensor.Plan(
                frame.Format, CropRegion.Full(64, 48), ResizeConvention.TensorFlowBilinear, new Normalization([128f], [128f]), spec);
            Assert.True(converter.TryRun(frame.Data, colour));
            Assert.InRange(colour[0] + 128, 250, 255);
            Assert.InRange(colour[1] + 128, 0, 5);
            Assert.InRange(colour[2] + 128, 0, 5);
        });
        Assert.Equal((25L, 0L), (camera.Statistics.Received, camera.Statistics.Restarts));
    }

    private static CapturingCamera Camera(FakeProgram program, double? rate)
    {
        var settings = new VideoSettings(Path.Combine(program.SearchPath, "frame"), rate, Loops: false) { SearchPath = program.SearchPath };
        return new CapturingCamera(new VideoSource(settings), RestartPolicy.Default);
    }
}
