using EdgeVision.Devices.Linux;

namespace EdgeVision.Devices.Cameras.Pipes;

/// <summary>What came of reading from a pipe.</summary>
internal enum PipeOutcome
{
    Complete,
    EndOfStream,
    Stalled,
    Stopped,
}

/// <summary>Reads whole frames from a pipe, without ever waiting longer than it may.</summary>
/// <param name="file">The reading end's file descriptor; stays the caller's.</param>
/// <param name="name">What it is, for messages.</param>
internal sealed class PipeReader(int file, string name)
{
    /// <summary>How often a wait looks whether it is to stop.</summary>
    private const int SliceMilliseconds = 100;

    /// <summary>Fills the destination.</summary>
    /// <param name="destination">Where the bytes go.</param>
    /// <param name="stallLimit">The longest time without a byte; infinite for no limit.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <param name="received">How many bytes were read, whatever the outcome.</param>
    /// <exception cref="CameraException">The pipe cannot be read.</exception>
    public PipeOutcome Fill(Span<byte> destination, TimeSpan stallLimit, CancellationToken stop, out int received)
    {
        received = 0;
        while (received < destination.Length)
        {
            PipeOutcome outcome = WaitForBytes(stallLimit, stop);
            if (outcome != PipeOutcome.Complete)
                return outcome;
            int count = LibC.Read(file, destination[received..]);
            if (count == 0)
                return PipeOutcome.EndOfStream;
            if (count > 0)
                received += count;
            else if (count is not (-Errno.TryAgain or -Errno.Interrupted))
                throw new CameraException($"{name} cannot be read: {LibC.Message(count)}");
        }

        return PipeOutcome.Complete;
    }

    private PipeOutcome WaitForBytes(TimeSpan stallLimit, CancellationToken stop)
    {
        long start = Environment.TickCount64;
        while (!stop.IsCancellationRequested)
        {
            int happened = LibC.Poll(file, SliceMilliseconds);
            if (happened > 0)
                return PipeOutcome.Complete;
            if (happened < 0 && happened != -Errno.Interrupted)
                throw new CameraException($"{name} cannot be waited for: {LibC.Message(happened)}");
            if (stallLimit != Timeout.InfiniteTimeSpan && Environment.TickCount64 - start > stallLimit.TotalMilliseconds)
                return PipeOutcome.Stalled;
        }

        return PipeOutcome.Stopped;
    }
}
