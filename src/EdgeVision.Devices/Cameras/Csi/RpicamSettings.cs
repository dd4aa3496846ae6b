using EdgeVision.Devices.Cameras.Pipes;

namespace EdgeVision.Devices.Cameras.Csi;

/// <summary>What is asked of <c>rpicam-vid</c>.</summary>
internal sealed record RpicamSettings
{
    /// <summary>The program's names, the newest first.</summary>
    public static IReadOnlyList<string> ProgramNames { get; } = ["rpicam-vid", "libcamera-vid"];

    /// <summary>Where the program is looked for.</summary>
    public string SearchPath { get; init; } = ChildProgram.SearchPath;

    /// <summary>Which camera, as <c>--list-cameras</c> numbers them.</summary>
    public int Camera { get; init; }

    /// <summary>Columns, even.</summary>
    public int Width { get; init; } = 640;

    /// <summary>Rows, even.</summary>
    public int Height { get; init; } = 480;

    /// <summary>Frames a second.</summary>
    public double Rate { get; init; } = 10;

    /// <summary>The sensor's mode, <c>width:height:bits:packing</c>; <see langword="null"/> to choose one.</summary>
    public string? Mode { get; init; }

    /// <summary>Whether the mode is chosen to show as much as the lens does, or left to the program, which likes to crop.</summary>
    public FieldOfView View { get; init; } = FieldOfView.Full;

    /// <summary>The longest time without a byte before the first frame: the camera's start and automatic exposure.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest time without a byte after it.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>What part of the sensor is used.</summary>
internal enum FieldOfView
{
    /// <summary>The mode with the largest part of the sensor.</summary>
    Full,

    /// <summary>What the program chooses for the size.</summary>
    Automatic,
}
