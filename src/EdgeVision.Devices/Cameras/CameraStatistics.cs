namespace EdgeVision.Devices.Cameras;

/// <summary>Counts since a camera was started. Every received frame was taken, was dropped, or waits to be taken.</summary>
/// <param name="Received">Sound frames that arrived.</param>
/// <param name="Dropped">Received frames that a newer one replaced before they were taken.</param>
/// <param name="Corrupt">Frames that arrived damaged or cut off and were thrown away.</param>
/// <param name="Missed">Frames that the driver numbered and this program never got; 0 for sources that do not number frames.</param>
/// <param name="Restarts">How often the source was started again after it had failed.</param>
public readonly record struct CameraStatistics(long Received, long Dropped, long Corrupt, long Missed, long Restarts);
