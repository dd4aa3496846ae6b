using System.Diagnostics.CodeAnalysis;
using EdgeVision.Devices;
using EdgeVision.Devices.Cameras;
using EdgeVision.Imaging;

namespace EdgeVision.App.Tests.Run;

/// <summary>A camera whose frames the test makes: one after the other, none is lost.</summary>
internal sealed class ScriptedCamera : ICamera
{
    private readonly Queue<CameraFrame> _frames = new();
    private readonly object _gate = new();
    private CameraState _state = CameraState.Created;
    private long _received;
    private long _restarts;

    public string Description => "scripted camera";

    public string? LastFault { get; private set; }

    public bool IsDisposed { get; private set; }

    public CameraState State
    {
        get
        {
            lock (_gate)
                return _state == CameraState.Ended && _frames.Count > 0 ? CameraState.Streaming : _state;
        }
    }

    public CameraStatistics Statistics
    {
        get
        {
            lock (_gate)
                return new CameraStatistics(_received, 0, 0, 0, _restarts);
        }
    }

    public void Start()
    {
        lock (_gate)
        {
            if (_state == CameraState.Created) // a test may have ended it before the session came to start it
                _state = CameraState.Streaming;
        }
    }

    /// <summary>Frames of which the left and right halves have these brightnesses, 0 … 1.</summary>
    public ScriptedCamera Show(int count, double left, double right)
    {
        for (int i = 0; i < count; i++)
            Add(new FrameFormat(PixelFormat.Rgb24, 64, 32), left, right, missing: 0);
        return this;
    }

    public ScriptedCamera Show(int count, double brightness) => Show(count, brightness, brightness);

    /// <summary>A frame that is cut off.</summary>
    public void ShowDamaged() => Add(new FrameFormat(PixelFormat.Rgb24, 64, 32), 0, 0, missing: 100);

    public void End()
    {
        lock (_gate)
        {
            _state = CameraState.Ended;
            Monitor.PulseAll(_gate);
        }
    }

    public void Lose(string fault)
    {
        lock (_gate)
            (_state, LastFault) = (CameraState.Lost, fault);
    }

    public void ComeBack()
    {
        lock (_gate)
            (_state, _restarts) = (CameraState.Streaming, _restarts + 1);
    }

    public bool TryTakeNewest(TimeSpan timeout, [NotNullWhen(true)] out CameraFrame? frame)
    {
        lock (_gate)
        {
            if (_frames.Count == 0 && _state != CameraState.Ended)
                Monitor.Wait(_gate, timeout);
            if (!_frames.TryDequeue(out frame))
                return false;
            frame.TimestampNanoseconds = MonotonicClock.Nanoseconds; // as fresh as if it had just come
            return true;
        }
    }

    public void Dispose() => IsDisposed = true;

    private void Add(FrameFormat format, double left, double right, int missing)
    {
        var frame = new CameraFrame { Format = format };
        Span<byte> data = frame.Reserve(format.Length - missing);
        for (int i = 0; i < data.Length; i++)
            data[i] = (byte)(255 * (i / 3 % format.Width < format.Width / 2 ? left : right));
        lock (_gate)
        {
            frame.Sequence = _received++;
            _frames.Enqueue(frame);
            Monitor.PulseAll(_gate);
        }
    }
}
