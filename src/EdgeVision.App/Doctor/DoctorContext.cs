using System.Runtime.InteropServices;
using EdgeVision.Devices.Boards;
using EdgeVision.Devices.Cameras;
using EdgeVision.Devices.Health;
using EdgeVision.Devices.Pins;

namespace EdgeVision.App.Doctor;

/// <summary>The machine, and what the user means to do with it. What is not given is not checked.</summary>
internal sealed record DoctorContext
{
    /// <summary>The machine's files and environment.</summary>
    public required SystemRoot Root { get; init; }

    /// <summary>The board that the user named, or else the one that this seems to be.</summary>
    public required Board Board { get; init; }

    /// <summary>What the user means to run.</summary>
    public string? Model { get; init; }

    /// <summary>The rules file.</summary>
    public string? Rules { get; init; }

    /// <summary>The camera that test frames are taken from.</summary>
    public CameraSpec? Camera { get; init; }

    /// <summary>Where to save the test frame.</summary>
    public string? SaveFrame { get; init; }

    /// <summary>Folders that recordings and snapshots go to.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>Opens the board's pins; throws <see cref="PinException"/>.</summary>
    public Func<Board, IPinBank> OpenPins { get; init; } = board => PinBackends.Open(PinBackends.DefaultFor(board), board);

    /// <summary>Room on a folder's disk.</summary>
    public Func<string, DiskSpace?> SpaceOf { get; init; } = DiskSpace.Of;

    /// <summary>What this program was compiled for.</summary>
    public Architecture Architecture { get; init; } = RuntimeInformation.ProcessArchitecture;

    /// <summary>The wall clock and its time zone.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether the machine is, or should be, a board with real pins.</summary>
    public bool HasPins => Board.Chip.Length > 0;

    /// <summary>Whether this program was started by systemd as a service.</summary>
    public bool InService => Root.Environment("INVOCATION_ID") is not null;

    /// <summary>Whether test frames are to come from a camera of this kind (<c>csi</c>, <c>usb</c>).</summary>
    public bool UsesCamera(string kind) =>
        Camera?.ToString() is { } text && (text == kind || text.StartsWith($"{kind}:", StringComparison.Ordinal) || text.StartsWith($"{kind}?", StringComparison.Ordinal));
}
