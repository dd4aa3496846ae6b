using System.Runtime.InteropServices;
using EdgeVision.Devices.Boards;
using EdgeVision.Devices.Cameras;
using EdgeVision.Devices.Health;
using EdgeVision.Devices.Pins;

namespace EdgeVision.App.Doctor;

/// <summary>The machine that is examined; by default the one this program runs on.</summary>
internal sealed record DoctorMachine
{
    /// <summary>Its files and environment.</summary>
    public SystemRoot Root { get; init; } = SystemRoot.Current;

    /// <summary>Opens a board's pins; throws <see cref="PinException"/>.</summary>
    public Func<Board, IPinBank> OpenPins { get; init; } = board => PinBackends.Open(PinBackends.DefaultFor(board), board);

    /// <summary>The camera that a text means, not yet started.</summary>
    public Func<CameraSpec, ICamera> CreateCamera { get; init; } = spec => spec.CreateCamera();

    /// <summary>Room on a folder's disk.</summary>
    public Func<string, DiskSpace?> SpaceOf { get; init; } = DiskSpace.Of;

    /// <summary>What this program was compiled for.</summary>
    public Architecture Architecture { get; init; } = RuntimeInformation.ProcessArchitecture;

    /// <summary>The wall clock and its time zone.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What the device tree calls the board, or <see langword="null"/>; a NUL ends it in the file.</summary>
    public string? Model => Root.ReadText("/proc/device-tree/model");

    /// <summary>Whether this program was started by systemd as a service.</summary>
    public bool InService => Root.Environment("INVOCATION_ID") is not null;
}
