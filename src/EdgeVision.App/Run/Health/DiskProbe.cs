using EdgeVision.Devices.Health;

namespace EdgeVision.App.Run.Health;

/// <summary>
/// Free space where recordings and pictures go. Whoever writes there is told to stop before the disk is full, because a full disk hurts
/// everybody; and may go on when there is room again.
/// </summary>
/// <param name="folder">The folder; it need not exist yet.</param>
/// <param name="atLeast">How many bytes stay free.</param>
/// <param name="whenFull">Told <see langword="true"/> when there is too little room and <see langword="false"/> when there is enough, each
/// time.</param>
/// <param name="spaceOf">Room on a folder's disk.</param>
internal sealed class DiskProbe(string folder, long atLeast, Action<bool> whenFull, Func<string, DiskSpace?> spaceOf) : IHealthProbe
{
    public DiskProbe(string folder, long atLeast, Action<bool> whenFull)
        : this(folder, atLeast, whenFull, DiskSpace.Of)
    {
    }

    public string Name => $"free space of {folder}";

    public string? Look()
    {
        if (spaceOf(folder) is not { } space)
            return null;
        bool full = space.AvailableBytes < atLeast;
        whenFull(full);
        return full
            ? $"{folder} has only {space.AvailableBytes >> 20} MiB left; nothing more is written there until {atLeast >> 20} MiB are free"
            : null;
    }
}
