namespace EdgeVision.Devices.Cameras;

/// <summary>Where a camera stands.</summary>
public enum CameraState
{
    /// <summary><see cref="ICamera.Start"/> has not been called.</summary>
    Created,

    /// <summary>Started, or started again; no frame has come yet.</summary>
    Starting,

    /// <summary>Frames are coming.</summary>
    Streaming,

    /// <summary>It failed (<see cref="ICamera.LastFault"/> says how) and will be started again after a pause.</summary>
    Lost,

    /// <summary>There will be no more frames, and the last one has been taken: the end of a file, or disposed.</summary>
    Ended,
}
