using EdgeVision.App.Run.Classification;
using EdgeVision.App.Run.Events;
using EdgeVision.App.Run.Inputs;
using EdgeVision.App.Run.Outputs;
using EdgeVision.App.Run.Pictures;
using EdgeVision.App.Run.Rules;
using EdgeVision.App.Run.Safety;
using EdgeVision.App.Run.Statistics;
using EdgeVision.Devices;
using EdgeVision.Devices.Cameras;
using EdgeVision.Triggers.Engine;

namespace EdgeVision.App.Run.Loop;

/// <summary>What the frame loop works with.</summary>
internal sealed record LoopParts(
    ICamera Camera, IFrameClassifier Classifier, RuleDriver Rules, InputWatcher Inputs, OutputBank Outputs, PictureTaker Pictures,
    Heartbeat Heartbeat, EventLog Events, RunStatistics Statistics);

/// <summary>
/// The loop: newest frame, scores, rules, pins; between frames the switches and the rules' deadlines. It waits in short steps, so that
/// it is always known to live, and allocates nothing per frame.
/// </summary>
internal sealed class FrameLoop
{
    /// <summary>The longest step: how long a switch, the stop or a lost camera may wait to be seen.</summary>
    private const long LongestStep = 50_000_000;

    /// <summary>So many failures in a row are no accident; the service manager may start the program anew.</summary>
    private const int MaxFailures = 5;

    private readonly LoopParts _parts;
    private readonly LoopLimits _limits;
    private readonly CameraWatch _cameraWatch;
    private readonly long _interval;
    private long _end = long.MaxValue;
    private long _nextFrame;
    private long _waitingSince;
    private int _failures;
    private bool _refusing;

    public FrameLoop(LoopParts parts, LoopLimits limits)
    {
        (_parts, _limits) = (parts, limits);
        _cameraWatch = new CameraWatch(parts.Camera, parts.Events);
        _interval = limits.FramesPerSecond is { } rate ? (long)(1e9 / rate) : 0;
    }

    /// <summary>Told of every classified frame: the most probable class of the first zone.</summary>
    public Action<int, float>? Classified { get; init; }

    /// <summary>Runs until the stop is requested, the camera ends, or a limit is reached; then the rules make the outputs safe.</summary>
    /// <exception cref="DeviceException">The model fails again and again.</exception>
    /// <exception cref="Devices.Pins.PinException">A pin cannot be driven any more.</exception>
    /// <exception cref="CameraException">The camera is over and has never shown anything.</exception>
    public void Run(StopSignal stop)
    {
        _waitingSince = MonotonicClock.Nanoseconds;
        if (_limits.Time is { } time)
            _end = _waitingSince + (long)(time.TotalSeconds * 1e9);
        while (!stop.IsRequested && !IsDone(MonotonicClock.Nanoseconds))
            Step(stop);
        _parts.Rules.Stop(MonotonicClock.Nanoseconds);
        _cameraWatch.End();
    }

    private bool IsDone(long now) =>
        now >= _end || _parts.Statistics.Frames >= _limits.Frames || _parts.Camera.State == CameraState.Ended;

    private void Step(StopSignal stop)
    {
        _parts.Heartbeat.Beat();
        if (_parts.Outputs.IsLockedOut)
            ComeBack();
        while (_parts.Inputs.TryTake(out InputChange change))
            _parts.Rules.SetInput(change.Nanoseconds, change.Input, change.Active);
        _cameraWatch.Look();
        long now = MonotonicClock.Nanoseconds;
        _parts.Rules.TickIfDue(now);
        long until = Math.Min(Math.Min(now + LongestStep, _end), _parts.Rules.NextDeadline);
        if (now < _nextFrame)
            stop.Wait(StepUntil(Math.Min(until, _nextFrame), now));
        else if (_parts.Camera.TryTakeNewest(StepUntil(until, now), out CameraFrame? frame))
            Process(frame);
    }

    // Rounded up to whole milliseconds, the unit of waiting: less would wait several times.
    private static TimeSpan StepUntil(long until, long now) => TimeSpan.FromMilliseconds(Math.Max(0, (until - now + 999_999) / 1_000_000));

    /// <summary>The loop hung and the guardian has made the outputs safe; the rules must know.</summary>
    private void ComeBack()
    {
        _parts.Rules.Fault(MonotonicClock.Nanoseconds);
        _parts.Outputs.TryUnlock();
    }

    private void Process(CameraFrame frame)
    {
        long taken = MonotonicClock.Nanoseconds;
        _parts.Statistics.Wait.Add(taken - _waitingSince);
        _nextFrame = Math.Max(_nextFrame, taken - _interval) + _interval;
        if (TryClassify(frame))
            Decide(frame);
        _waitingSince = MonotonicClock.Nanoseconds;
    }

    private bool TryClassify(CameraFrame frame)
    {
        try
        {
            bool sound = _parts.Classifier.TryClassify(frame);
            if (!sound)
                Refuse();
            else
                (_refusing, _failures) = (false, 0);
            return sound;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Fail(failure);
            return false;
        }
    }

    // A damaged frame is thrown away; if no sound one follows, the frames get stale.
    private void Refuse()
    {
        _parts.Statistics.Faults++;
        if (!_refusing)
            _parts.Events.Tell(RunEventKind.Fault, _parts.Classifier.LastFault);
        _refusing = true;
    }

    private void Fail(Exception failure)
    {
        _parts.Statistics.Faults++;
        _parts.Rules.Fault(MonotonicClock.Nanoseconds);
        _parts.Events.Tell(RunEventKind.Fault, failure.Message);
        if (++_failures == MaxFailures)
            throw new DeviceException($"{MaxFailures} frames in a row could not be classified: {failure.Message}");
    }

    private void Decide(CameraFrame frame)
    {
        _parts.Heartbeat.Beat();
        if (_parts.Outputs.IsLockedOut)
            ComeBack();
        var time = new FrameTime(MonotonicClock.Nanoseconds, frame.TimestampNanoseconds, DateTime.Now);
        _parts.Rules.Frame(time, _parts.Classifier.Scores, _parts.Classifier.Probabilities);
        _parts.Pictures.Take(frame);
        _parts.Statistics.Frames++;
        if (Classified is not null)
            TellTop(Classified);
    }

    private void TellTop(Action<int, float> classified)
    {
        ReadOnlySpan<float> scores = _parts.Classifier.Probabilities[.._parts.Classifier.Classes];
        int top = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            if (scores[i] > scores[top])
                top = i;
        }

        classified(top, scores[top]);
    }
}
