namespace EdgeVision.Triggers.Engine;

/// <summary>The engine's unit of time.</summary>
internal static class Nanoseconds
{
    /// <summary>A deadline that never comes.</summary>
    public const long Never = long.MaxValue;

    /// <summary>A duration in nanoseconds.</summary>
    public static long Of(TimeSpan duration) => duration.Ticks * TimeSpan.NanosecondsPerTick;
}
