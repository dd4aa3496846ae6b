using EdgeVision.Devices.Cameras.Capture;
using EdgeVision.Devices.Linux;
using EdgeVision.Imaging;

namespace EdgeVision.Devices.Cameras.Usb;

/// <summary>A USB camera through V4L2, with mapped buffers and one copy of each frame.</summary>
internal sealed class V4l2Source(V4l2Settings settings, IVideoKernel kernel) : IFrameSource
{
    /// <summary>How often a wait looks whether it is to stop.</summary>
    private const int SliceMilliseconds = 100;

    private V4l2Device? _device;
    private V4l2Buffers? _buffers;
    private long _lastSequence;
    private long _lastFrameAt;
    private string _details = "";

    public string Description => $"USB camera {settings.Path}{_details}";

    public void Open()
    {
        _device = V4l2Device.Open(kernel, settings);
        FrameFormat format = _device.Format;
        bool isOtherSize = format.Width != settings.Width || format.Height != settings.Height;
        _details = $" ({_device.Name}, {format}{(isOtherSize ? $" instead of {settings.Width}x{settings.Height}" : "")})";
        _buffers = V4l2Buffers.Start(kernel, _device);
        _lastSequence = -1;
        _lastFrameAt = Environment.TickCount64;
    }

    public FrameArrival Read(CameraFrame frame, CancellationToken stop)
    {
        int happened = kernel.Poll(_device!.File, SliceMilliseconds);
        _device.Check(happened, "waiting for a frame");
        if (happened == 0)
            return NothingYet();
        int result = _buffers!.Dequeue(out V4l2Buffer buffer);
        if (result == -Errno.TryAgain && (happened & LibC.PollIn) != 0)
            return NothingYet();
        if (result == -Errno.TryAgain || result == -Errno.Invalid)
            throw V4l2Errors.Of(settings.Path, "waiting for a frame", -Errno.NoDevice);
        _device.Check(result, "taking a frame");
        _lastFrameAt = Environment.TickCount64;
        FrameArrival arrival = Take(frame, buffer);
        _buffers.Queue(buffer.Index);
        return arrival;
    }

    public void Close()
    {
        _buffers?.Dispose();
        _buffers = null;
        _device?.Dispose();
        _device = null;
    }

    private FrameArrival NothingYet()
    {
        if (Environment.TickCount64 - _lastFrameAt <= settings.StallLimit.TotalMilliseconds)
            return Arrival.Nothing;
        throw new CameraException(
            $"USB camera {settings.Path}: no frame for {settings.StallLimit.TotalSeconds:0.#} s; try another port, cable or smaller size");
    }

    private FrameArrival Take(CameraFrame frame, in V4l2Buffer buffer)
    {
        long missed = _lastSequence < 0 ? 0 : Math.Max(0, buffer.Sequence - _lastSequence - 1);
        _lastSequence = buffer.Sequence;
        if ((buffer.Flags & V4l2Buffer.FlagError) != 0)
            return FrameArrival.Corrupt($"USB camera {settings.Path}: the driver marked a frame as damaged", missed);
        FrameFormat format = _device!.Format;
        ReadOnlySpan<byte> content = _buffers!.Content(buffer);
        if (content.IsEmpty || content.Length < format.Length)
        {
            return FrameArrival.Corrupt($"USB camera {settings.Path}: a frame has {content.Length} bytes instead of {format.Length}",
                missed);
        }

        ReadOnlySpan<byte> used = format.Length > 0 ? content[..format.Length] : content;
        used.CopyTo(frame.Reserve(used.Length));
        frame.Format = format;
        bool isMonotonic = (buffer.Flags & V4l2Buffer.FlagTimestampMask) == V4l2Buffer.FlagTimestampMonotonic;
        frame.TimestampNanoseconds = isMonotonic
            ? (buffer.Seconds * 1_000_000_000) + (buffer.Microseconds * 1000)
            : MonotonicClock.Nanoseconds;
        return new FrameArrival(Arrival.Frame, missed);
    }
}
