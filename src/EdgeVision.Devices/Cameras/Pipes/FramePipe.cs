using EdgeVision.Devices.Cameras.Capture;
using EdgeVision.Imaging;

namespace EdgeVision.Devices.Cameras.Pipes;

/// <summary>Reads uncompressed frames that follow each other in a pipe.</summary>
/// <param name="reader">The pipe.</param>
/// <param name="format">The frames.</param>
internal sealed class FramePipe(PipeReader reader, FrameFormat format)
{
    /// <summary>Reads one frame. A frame that is cut off by the end of the stream is corrupt; the next call then finds the end.</summary>
    /// <param name="frame">Where it goes.</param>
    /// <param name="stallLimit">The longest time without a byte.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <param name="outcome">How reading ended.</param>
    public FrameArrival Read(CameraFrame frame, TimeSpan stallLimit, CancellationToken stop, out PipeOutcome outcome)
    {
        outcome = reader.Fill(frame.Reserve(format.Length), stallLimit, stop, out int received);
        if (outcome == PipeOutcome.Complete)
        {
            frame.Format = format;
            frame.TimestampNanoseconds = MonotonicClock.Nanoseconds;
            return Arrival.Frame;
        }

        return outcome == PipeOutcome.EndOfStream && received > 0
            ? FrameArrival.Corrupt($"the stream ended after {received} of a frame's {format.Length} bytes")
            : Arrival.Nothing;
    }
}
