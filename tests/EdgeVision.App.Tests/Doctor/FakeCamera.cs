using System.Diagnostics.CodeAnalysis;
using EdgeVision.Devices.Cameras;
using EdgeVision.Imaging;

namespace EdgeVision.App.Tests.Doctor;

/// <summary>A camera whose frames a test makes, 100 ms apart by their time stamps and without any waiting.</summary>
internal sealed class FakeCamera(FrameFormat format, int count, Action<int, byte[]> fill) : ICamera
{
    private const long Step = 100_000_000;

    private readonly CameraFrame _frame = new();
    private int _next;

    public string Description => "fake camera";

    public CameraState State => CameraState.Streaming;

    public string? LastFault { get; init; }

    public CameraStatistics Statistics { get; init; } = new(1, 0, 0, 0, 0);

    public Exception? StartFailure { get; init; }

    public bool Disposed { get; private set; }

    /// <summary>Frames of one colour with a chequered pattern of some strength.</summary>
    public static FakeCamera Rgb(byte red, byte green, byte blue, int pattern, int count = 10, bool frozen = false) => new(new FrameFormat(PixelFormat.Rgb24, 16, 16), count, (number, bytes) =>
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            int colour = (i % 3) switch { 0 => red, 1 => green, _ => blue };
            bytes[i] = (byte)Math.Clamp(colour + (i / 3 % 2 == 0 ? pattern : -pattern), 0, 255);
        }

        if (!frozen)
            bytes[number] ^= 1;
    });

    public void Start()
    {
        if (StartFailure is { } failure)
            throw failure;
    }

    public bool TryTakeNewest(TimeSpan timeout, [NotNullWhen(true)] out CameraFrame? frame)
    {
        frame = null;
        if (_next == count)
            return false;
        var bytes = new byte[format.Length];
        fill(_next, bytes);
        bytes.CopyTo(_frame.Reserve(format.Length));
        _frame.Format = format;
        _frame.Sequence = 2 * _next; // every second frame is taken
        _frame.TimestampNanoseconds = _next * Step;
        _next++;
        frame = _frame;
        return true;
    }

    public void Dispose() => Disposed = true;
}
