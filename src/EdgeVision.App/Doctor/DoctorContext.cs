using EdgeVision.Devices.Boards;
using EdgeVision.Devices.Cameras;
using EdgeVision.Devices.Health;

namespace EdgeVision.App.Doctor;

/// <summary>The machine, and what the user means to do with it. What is not given is not checked.</summary>
internal sealed record DoctorContext
{
    /// <summary>The machine.</summary>
    public required DoctorMachine Machine { get; init; }

    /// <summary>The board that the user named, or else the one that this seems to be.</summary>
    public required Board Board { get; init; }

    /// <summary>The model to run: a path or a name.</summary>
    public string? Model { get; init; }

    /// <summary>The rules file.</summary>
    public string? Rules { get; init; }

    /// <summary>The camera that test frames are taken from.</summary>
    public CameraSpec? Camera { get; init; }

    /// <summary>Where to save the test frame.</summary>
    public string? SaveFrame { get; init; }

    /// <summary>Folders that recordings and snapshots go to.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>The machine's files and environment.</summary>
    public SystemRoot Root => Machine.Root;

    /// <summary>Whether the board has real pins.</summary>
    public bool HasPins => Board.Chip.Length > 0;

    /// <summary>Whether test frames come from a sensor, not from files or a program.</summary>
    public bool UsesSensor => UsesCamera("csi") || UsesCamera("usb");

    /// <summary>Whether test frames are to come from a camera of this kind (<c>csi</c>, <c>usb</c>).</summary>
    public bool UsesCamera(string kind) =>
        Camera?.ToString() is { } text
            && (text == kind || text.StartsWith($"{kind}:", StringComparison.Ordinal)
                || text.StartsWith($"{kind}?", StringComparison.Ordinal));
}
