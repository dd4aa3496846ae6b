namespace EdgeVision.App.Run.Recording;

/// <summary>
/// A recorded session: <see cref="Magic"/>, the length of the header (int32), the header as JSON, then records. All numbers are
/// little-endian. A record is its <see cref="RecordKind"/> (1 byte), its time in nanoseconds (int64), and what docs/run.md lists.
/// </summary>
internal static class SessionFormat
{
    public const string Extension = ".session";

    public const int MaxHeader = 16 << 20;

    /// <summary>Most scores of a frame: zones times classes.</summary>
    public const int MaxScores = 1 << 22;

    public const int FrameOverhead = 1 + 8 + 8 + 8;

    public const int ActionBytes = 1 + 8 + 1 + 1 + 2 + 2 + 8;

    public static ReadOnlySpan<byte> Magic => "EdgeVision session 1\n"u8;
}

/// <summary>What a record of a session is.</summary>
internal enum RecordKind : byte
{
    /// <summary>A classified frame: captured (int64), local time in ticks (int64), a score (int8) for each zone and class.</summary>
    Frame = (byte)'F',

    /// <summary>A deadline that came between frames.</summary>
    Tick = (byte)'T',

    /// <summary>A switch: index (int16), active (1 byte).</summary>
    Input = (byte)'I',

    /// <summary>Something broke.</summary>
    Fault = (byte)'X',

    /// <summary>The rules were stopped.</summary>
    Stop = (byte)'S',

    /// <summary>Nothing follows; without it the recording broke off.</summary>
    End = (byte)'E',

    /// <summary>
    /// What the rules wanted after the input before: kind, reason (1 byte each), rule, output (int16 each), value (float64).
    /// </summary>
    Action = (byte)'A',
}
