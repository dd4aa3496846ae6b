using EdgeVision.App.Run.Loop;

namespace EdgeVision.App.Run;

/// <summary>What <c>edgevision run</c> was asked for.</summary>
internal sealed record RunSettings
{
    /// <summary>The camera, as <see cref="Devices.Cameras.CameraSpec"/> reads it.</summary>
    public required string Camera { get; init; }

    /// <summary>The model's path or name.</summary>
    public required string Model { get; init; }

    /// <summary>The rest of a model in two files.</summary>
    public string? Head { get; init; }

    /// <summary>The board's name or file; <see langword="null"/> for the one this program runs on.</summary>
    public string? Board { get; init; }

    /// <summary>The rules file.</summary>
    public required string Rules { get; init; }

    /// <summary>How pins are reached; <see langword="null"/> for the board's way.</summary>
    public string? Pins { get; init; }

    /// <summary>Class names instead of the model's.</summary>
    public string? Labels { get; init; }

    /// <summary>Settings of the preprocessing.</summary>
    public string? Preprocess { get; init; }

    /// <summary>Among how many threads each inference is shared.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Rate and end.</summary>
    public LoopLimits Limits { get; init; } = new();

    /// <summary>Where the session is recorded, or <see langword="null"/>.</summary>
    public string? Record { get; init; }

    /// <summary>Where snapshots go.</summary>
    public string Snapshots { get; init; } = "snapshots";

    /// <summary>Where pictures for training go.</summary>
    public string Teach { get; init; } = "teach";

    /// <summary>How much snapshots may take; as much again may the pictures for training.</summary>
    public long PictureBytes { get; init; } = 256L << 20;

    /// <summary>How events are printed.</summary>
    public EventStyle Style { get; init; }

    /// <summary>Whether to print statistics at the end.</summary>
    public bool Statistics { get; init; }
}

/// <summary>How events are printed.</summary>
internal enum EventStyle
{
    /// <summary>Lines for people.</summary>
    Text,

    /// <summary>Lines for people, and a status line that is written again and again.</summary>
    Terminal,

    /// <summary>One JSON document a line.</summary>
    Json,
}
