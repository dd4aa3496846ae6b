using EdgeVision.App.Run.Events;
using EdgeVision.Devices.Cameras;

namespace EdgeVision.App.Run.Loop;

/// <summary>Notices when the camera is lost and when it is back, and when frames arrive damaged, and tells.</summary>
internal sealed class CameraWatch(ICamera camera, EventLog events)
{
    private bool _lost;
    private CameraStatistics _before;
    private bool _damaged;
    private string? _fault;

    public void Look()
    {
        CameraState state = camera.State;
        CameraStatistics now = camera.Statistics;
        if (state == CameraState.Lost || now.Restarts != _before.Restarts)
            Lose();
        LookForDamage(now);
        if (!_lost || state != CameraState.Streaming)
            return;
        _lost = false;
        events.Tell(RunEventKind.CameraRestarted, camera.Description);
    }

    /// <summary>Looks for the last time.</summary>
    /// <exception cref="CameraException">The camera is over and has never shown anything.</exception>
    public void End()
    {
        Look();
        if (camera.State != CameraState.Ended)
            return;
        if (_before.Received == 0)
            throw new CameraException(camera.LastFault ?? $"{camera.Description}: there was not one picture");
        if (!ReferenceEquals(camera.LastFault, _fault)) // what ended it, and not what was wrong with some frame
            events.Tell(RunEventKind.Fault, camera.LastFault);
    }

    // Told once until a sound frame comes: a camera with a bad cable must not fill the log.
    private void LookForDamage(CameraStatistics now)
    {
        if (now.Corrupt != _before.Corrupt)
        {
            _fault = camera.LastFault;
            if (!_damaged)
                events.Tell(RunEventKind.Fault, _fault);
            _damaged = true;
        }
        else if (now.Received != _before.Received)
        {
            _damaged = false;
        }

        _before = now;
    }

    // A camera that was lost and is back within one look was lost all the same.
    private void Lose()
    {
        _fault = camera.LastFault;
        if (_lost)
            return;
        _lost = true;
        events.Tell(RunEventKind.CameraLost, _fault);
    }
}
