using EdgeVision.Devices.Cameras;
using EdgeVision.Imaging;

namespace EdgeVision.App.Doctor;

/// <summary>What some seconds of frames have shown; keeps the newest frame.</summary>
internal sealed class FrameTrial
{
    /// <summary>Fewer equal frames may be chance in the dark.</summary>
    private const int FrozenFrames = 5;

    private readonly byte[] _first;
    private readonly long _firstTimestamp;
    private readonly long _firstSequence;
    private CameraFrame _newest;
    private bool _changed;

    public FrameTrial(CameraFrame first)
    {
        _first = first.Data.ToArray();
        _firstTimestamp = first.TimestampNanoseconds;
        _firstSequence = first.Sequence;
        _newest = first;
        Count = 1;
    }

    public int Count { get; private set; }

    public FrameFormat Format => _newest.Format;

    /// <summary>
    /// By the frames' own times and numbers, so that those which nobody took count too; <see langword="null"/> for a single frame.
    /// </summary>
    public double? FramesPerSecond =>
        _newest.TimestampNanoseconds > _firstTimestamp
            ? (_newest.Sequence - _firstSequence) * 1e9 / (_newest.TimestampNanoseconds - _firstTimestamp)
            : null;

    /// <summary>Whether several frames had the same bytes.</summary>
    public bool StandsStill => !_changed && Count >= FrozenFrames;

    public void Add(CameraFrame frame)
    {
        _newest = frame;
        Count++;
        _changed |= !frame.Data.SequenceEqual(_first);
    }

    /// <summary>The newest frame, or <see langword="null"/> if it is damaged; valid until the camera is asked again.</summary>
    public RgbImage? Picture() => FrameImage.Of(_newest);
}
