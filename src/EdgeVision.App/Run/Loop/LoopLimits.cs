namespace EdgeVision.App.Run.Loop;

/// <summary>When the loop ends by itself, and how fast it goes.</summary>
/// <param name="FramesPerSecond">Most frames a second, or <see langword="null"/> for the camera's rate.</param>
/// <param name="Frames">How many frames, or <see langword="null"/> for no limit.</param>
/// <param name="Time">How long, or <see langword="null"/> for no limit.</param>
internal sealed record LoopLimits(double? FramesPerSecond = null, long? Frames = null, TimeSpan? Time = null);
