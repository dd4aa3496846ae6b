using EdgeVision.App.Run.Events;
using EdgeVision.Devices.Cameras;

namespace EdgeVision.App.Run.Loop;

/// <summary>Notices when the camera is lost and when it is back, and tells.</summary>
internal sealed class CameraWatch(ICamera camera, EventLog events)
{
    private bool _lost;
    private long _restarts;

    public void Look()
    {
        CameraState state = camera.State;
        long restarts = camera.Statistics.Restarts;
        if (state == CameraState.Lost || restarts != _restarts)
            Lose();
        _restarts = restarts;
        if (!_lost || state != CameraState.Streaming)
            return;
        _lost = false;
        events.Tell(RunEventKind.CameraRestarted, camera.Description);
    }

    // A camera that was lost and is back within one look was lost all the same.
    private void Lose()
    {
        if (_lost)
            return;
        _lost = true;
        events.Tell(RunEventKind.CameraLost, camera.LastFault);
    }
}
