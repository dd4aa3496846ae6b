using EdgeVision.Devices.Cameras;
using EdgeVision.Devices.Cameras.Capture;
using EdgeVision.Imaging;
using Iot.Device.Media;

namespace EdgeVision.Devices.DotnetIot;

/// <summary>A USB camera through .NET's <see cref="VideoDevice"/>, uncompressed.</summary>
internal sealed class VideoDeviceSource(VideoDeviceSettings settings, Func<VideoConnectionSettings, VideoDevice> create) : IFrameSource
{
    /// <summary>How often a wait looks whether it is to stop.</summary>
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);

    private readonly FrameFormat _format = new(PixelFormat.Yuyv, settings.Width, settings.Height, ColorRange.Limited);
    private VideoDeviceCapture? _capture;
    private long _nextSequence;
    private long _lastFrameAt;

    public string Description => $"{Name} (VideoDevice, {_format})";

    private string Name => $"USB camera /dev/video{settings.Number}";

    public void Open()
    {
        if (_capture is { IsRunning: true })
            throw new CameraException($"{Name}: .NET's VideoDevice still waits for a frame; unplug the camera, or use --camera usb:/dev/video{settings.Number}");
        try
        {
            var wanted = new VideoConnectionSettings(settings.Number, ((uint)settings.Width, (uint)settings.Height), VideoPixelFormat.YUYV);
            _capture = VideoDeviceCapture.Start(create(wanted), settings.StopLimit);
        }
        catch (Exception failure)
        {
            throw Failed(failure);
        }

        _nextSequence = 0;
        _lastFrameAt = Environment.TickCount64;
    }

    public FrameArrival Read(CameraFrame frame, CancellationToken stop)
    {
        if (!_capture!.TryTake(Slice, out CameraFrame? newest))
            return NothingYet(_capture);
        _lastFrameAt = Environment.TickCount64;
        long missed = newest.Sequence - _nextSequence;
        _nextSequence = newest.Sequence + 1;
        if (newest.Length != _format.Length)
        {
            return FrameArrival.Corrupt(
                $"{Name}: a frame has {newest.Length} bytes instead of {_format.Length}; choose a width and height that the camera has", missed);
        }

        newest.Data.CopyTo(frame.Reserve(newest.Length));
        frame.Format = _format;
        frame.TimestampNanoseconds = newest.TimestampNanoseconds;
        return new FrameArrival(Arrival.Frame, missed);
    }

    public void Close() => _capture?.Dispose();

    private FrameArrival NothingYet(VideoDeviceCapture capture)
    {
        if (capture.IsFinished)
            throw Failed(capture.Failure);
        if (Environment.TickCount64 - _lastFrameAt <= settings.StallLimit.TotalMilliseconds)
            return Arrival.Nothing;
        throw new CameraException($"{Name}: no frame for {settings.StallLimit.TotalSeconds:0.#} s; try another port, cable or smaller size");
    }

    private CameraException Failed(Exception? failure) => new(
        $"{Name}: {failure?.Message ?? "the capture ended"}; 'edgevision doctor --camera usb:/dev/video{settings.Number}' tells more", failure);
}
