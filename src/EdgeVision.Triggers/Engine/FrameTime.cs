namespace EdgeVision.Triggers.Engine;

/// <summary>When a frame is decided on.</summary>
/// <param name="Now">The moment of the decision, in nanoseconds of a clock that never jumps.</param>
/// <param name="Captured">When the camera saw it, by the same clock. From here its age counts.</param>
/// <param name="Local">What the clock on the wall shows now; only schedules look at it.</param>
public readonly record struct FrameTime(long Now, long Captured, DateTime Local);
