namespace EdgeVision.Devices.Pins;

/// <summary>A change of level.</summary>
/// <param name="Number">The pin's number on its chip (BCM).</param>
/// <param name="Level">The level after the edge.</param>
/// <param name="Nanoseconds">
/// When: nanoseconds of the monotonic clock, the one that <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/> reads on Linux.
/// </param>
public readonly record struct PinEdge(int Number, PinLevel Level, long Nanoseconds);
