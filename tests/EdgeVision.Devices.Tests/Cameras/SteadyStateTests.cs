using System.Runtime.CompilerServices;
using EdgeVision.Devices.Cameras;
using EdgeVision.Devices.Cameras.Capture;
using EdgeVision.Devices.Cameras.Csi;
using EdgeVision.Devices.Cameras.Files;
using EdgeVision.Devices.Cameras.Usb;
using EdgeVision.Devices.Tests.Cameras.Support;
using EdgeVision.Devices.Tests.Cameras.Usb;
using EdgeVision.Imaging;

namespace EdgeVision.Devices.Tests.Cameras;

/// <summary>What must not grow while a camera runs for months: managed memory, all threads together, and open files.</summary>
[Collection(Alone.Name)]
public sealed class SteadyStateTests
{
    private const int Frames = 500;

    private static readonly RestartPolicy Quick = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));

    [Fact]
    public void Csi_cameras_allocate_nothing()
    {
        using var program = new FakeProgram("rpicam-vid", "while :; do frames 1000; done", new byte[64 * 16 * 3 / 2]);
        AllocatesNothing(new RpicamSource(Settings(program)));
    }

    [Fact]
    public void Usb_cameras_allocate_nothing()
    {
        using var kernel = new FakeVideoKernel { Endless = true };
        AllocatesNothing(new V4l2Source(new V4l2Settings { Path = "/dev/video0", Width = 64, Height = 48 }, kernel));
    }

    [Fact]
    public void Videos_allocate_nothing()
    {
        byte[] frame = [.. "FRAME\n"u8, .. new byte[64 * 48 * 3 / 2]];
        using var program = new FakeProgram("ffmpeg", "echo 'YUV4MPEG2 W64 H48 F25:1'; while :; do frames 1000; done", frame);
        string file = Path.Combine(program.SearchPath, "frame");
        AllocatesNothing(new VideoSource(new VideoSettings(file, Rate: 0, Loops: false) { SearchPath = program.SearchPath }));
    }

    [Fact]
    public void The_synthetic_camera_allocates_nothing()
    {
        using ICamera camera = CameraSpec.Parse("synthetic?rate=0&width=64&height=48").CreateCamera();
        AllocatesNothing(camera);
    }

    [Fact]
    public void Restarts_leave_no_open_files_behind()
    {
        using var program = new FakeProgram("rpicam-vid", "frames 1; exit 0", new byte[64 * 16 * 3 / 2]);
        using var camera = new CapturingCamera(new RpicamSource(Settings(program)), Quick);
        camera.Start();
        Patience.Until(() => camera.Statistics.Restarts >= 5);
        int before = OpenFiles();
        Patience.Until(() => camera.Statistics.Restarts >= 25);

        // Three for the child that runs just now, and a few of the runtime; a leak of one handle would be 20.
        Assert.InRange(OpenFiles() - before, -12, 12);
    }

    private static RpicamSettings Settings(FakeProgram program) =>
        new() { SearchPath = program.SearchPath, Width = 40, Height = 16, View = FieldOfView.Automatic };

    private static void AllocatesNothing(IFrameSource source)
    {
        using var camera = new CapturingCamera(source, Quick);
        AllocatesNothing(camera);
    }

    /// <summary>
    /// Capturing, taking and turning into a tensor. The best of three batches counts, because the runtime's own threads allocate now and
    /// then; a single allocation of an object for each frame would be 12,000 bytes in every batch.
    /// </summary>
    private static void AllocatesNothing(ICamera camera)
    {
        camera.Start();
        CameraFrame frame = Patience.Take(camera);
        var spec = new InputTensorSpec { Width = 8, Height = 8, Scale = 1 / 128f, ZeroPoint = 0 };
        var converter = FrameToTensor.Plan(
            frame.Format,
            CropRegion.Full(frame.Format.Width, frame.Format.Height),
            ResizeConvention.TensorFlowBilinear,
            new Normalization([128f], [128f]),
            spec);
        sbyte[] tensor = new sbyte[spec.Length];
        TakeFrames(camera, converter, tensor);
        long least = long.MaxValue;
        for (int batch = 0; batch < 3; batch++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            TakeFrames(camera, converter, tensor);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.InRange(least, 0, 6000);
        Assert.Equal(0, camera.Statistics.Restarts);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TakeFrames(ICamera camera, FrameToTensor converter, sbyte[] tensor)
    {
        for (int i = 0; i < Frames; i++)
        {
            if (!converter.TryRun(Patience.Take(camera).Data, tensor))
                Assert.Fail(converter.LastFault);
        }
    }

    private static int OpenFiles() => Directory.GetFileSystemEntries("/proc/self/fd").Length;
}
