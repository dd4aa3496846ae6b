using EdgeVision.Imaging;

namespace EdgeVision.Devices.Cameras;

/// <summary>
/// One frame in memory that the camera owns and uses again. It is unchanged until the next call of
/// <see cref="ICamera.TryTakeNewest"/>, which may hand out the same object with other content.
/// </summary>
public sealed class CameraFrame
{
    private byte[] _buffer = [];

    internal CameraFrame()
    {
    }

    /// <summary>The frame's bytes, laid out as <see cref="Format"/> says; for MJPEG as many as this frame has.</summary>
    public ReadOnlySpan<byte> Data => _buffer.AsSpan(0, Length);

    /// <summary>Bytes of <see cref="Data"/>.</summary>
    public int Length { get; internal set; }

    /// <summary>Size and layout.</summary>
    public FrameFormat Format { get; internal set; } = Unset;

    /// <summary>Counts received frames from 0; a gap is made of frames that were dropped.</summary>
    public long Sequence { get; internal set; }

    /// <summary>
    /// When the frame arrived, or was captured where the driver says so, in nanoseconds of the system's monotonic clock
    /// (<see cref="MonotonicClock"/>).
    /// </summary>
    public long TimestampNanoseconds { get; internal set; }

    /// <summary>What a frame has before it is first filled; nobody gets to see it.</summary>
    private static FrameFormat Unset { get; } = new(PixelFormat.Rgb24, 1, 1);

    /// <summary>Memory for <paramref name="length"/> bytes to write; it grows only when a longer frame than ever comes.</summary>
    internal Span<byte> Reserve(int length)
    {
        if (_buffer.Length < length)
            _buffer = new byte[length];
        Length = length;
        return _buffer.AsSpan(0, length);
    }
}
