using System.Collections.Concurrent;
using EdgeVision.Devices.Cameras;
using EdgeVision.Devices.Cameras.Capture;
using EdgeVision.Imaging;

namespace EdgeVision.Devices.Tests.Cameras.Support;

/// <summary>A source that does what the test writes down, one step for each read, and then waits to be stopped.</summary>
internal sealed class ScriptedSource : IFrameSource
{
    private readonly BlockingCollection<Func<CameraFrame, FrameArrival>> _steps = [];

    public string Description => "script";

    public int Opened { get; private set; }

    public int Closed { get; private set; }

    /// <summary>Thrown by the n-th call of <see cref="Open"/>, counted from 1.</summary>
    public Dictionary<int, CameraException> OpenFaults { get; } = [];

    public ScriptedSource Frame(byte value = 0) => Then(frame =>
    {
        frame.Format = new FrameFormat(PixelFormat.Rgb24, 1, 1);
        frame.Reserve(3).Fill(value);
        frame.TimestampNanoseconds = MonotonicClock.Nanoseconds;
        return Arrival.Frame;
    });

    public ScriptedSource Corrupt(string fault, long missed = 0) => Then(_ => FrameArrival.Corrupt(fault, missed));

    public ScriptedSource Fault(string fault) => Then(_ => throw new CameraException(fault));

    public ScriptedSource End(string? fault = null) => Then(_ => new FrameArrival(Arrival.End, Fault: fault));

    public ScriptedSource Then(Func<CameraFrame, FrameArrival> step)
    {
        _steps.Add(step);
        return this;
    }

    public void Open()
    {
        Opened++;
        if (OpenFaults.TryGetValue(Opened, out CameraException? fault))
            throw fault;
    }

    public FrameArrival Read(CameraFrame frame, CancellationToken stop)
    {
        try
        {
            return _steps.Take(stop)(frame);
        }
        catch (OperationCanceledException)
        {
            return Arrival.Nothing;
        }
    }

    public void Close() => Closed++;
}
