namespace EdgeVision.Devices.Pins.Waveforms;

/// <summary>How late the edges of a waveform were: what Linux, which is no real-time system, made of it.</summary>
/// <param name="Edges">Edges that were written.</param>
/// <param name="SkippedPeriods">Periods that were left out because the program did not run for so long.</param>
/// <param name="Mean">Average delay of an edge.</param>
/// <param name="Largest">Largest delay of an edge.</param>
public readonly record struct WaveTiming(long Edges, long SkippedPeriods, TimeSpan Mean, TimeSpan Largest);
