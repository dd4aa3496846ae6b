using System.Diagnostics.CodeAnalysis;
using EdgeVision.Devices.Cameras;
using EdgeVision.Imaging;

namespace EdgeVision.App.Tests.Doctor;

/// <summary>A camera whose frames a test makes, 100 ms apart by their time stamps and without any waiting.</summary>
internal sealed class FakeCamera(FrameFormat format, int count, Action<int, byte[]> fill) : ICamera
{
    private readonly CameraFrame _frame = new();
    private int _next;

    public static FrameFormat Small { get; } = new(PixelFormat.Rgb24, 4, 4);

    /// <summary>Nanoseconds from one taken frame to the next.</summary>
    public long Interval { get; init; } = 100_000_000;

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

    public static void Stripes(int number, byte[] bytes) => bytes.AsSpan(0, bytes.Length / 2).Fill((byte)(180 + number));

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
        _frame.TimestampNanoseconds = _next * Interval;
        _next++;
        frame = _frame;
        return true;
    }

    public void Dispose() => Disposed = true;
}
