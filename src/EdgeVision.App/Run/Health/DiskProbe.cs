namespace EdgeVision.App.Run.Health;

/// <summary>
/// Free space where recordings and pictures go. Whoever writes there is told to stop before the disk is full, because a full disk hurts
/// everybody; and may go on when there is room again.
/// </summary>
/// <param name="folder">The folder; it need not exist yet.</param>
/// <param name="atLeast">How many bytes stay free.</param>
/// <param name="whenFull">Told <see langword="true"/> when there is too little room and <see langword="false"/> when there is enough, each time.</param>
/// <param name="freeBytes">Looks up the free space of an existing folder.</param>
internal sealed class DiskProbe(string folder, long atLeast, Action<bool> whenFull, Func<string, long> freeBytes) : IHealthProbe
{
    public DiskProbe(string folder, long atLeast, Action<bool> whenFull)
        : this(folder, atLeast, whenFull, existing => new DriveInfo(existing).AvailableFreeSpace)
    {
    }

    public string Name => $"free space of {folder}";

    public string? Look()
    {
        string existing = Path.GetFullPath(folder);
        while (!Directory.Exists(existing))
            existing = Path.GetDirectoryName(existing)!;
        long free = freeBytes(existing);
        whenFull(free < atLeast);
        return free < atLeast ? $"{folder} has only {free >> 20} MiB left; nothing more is written there until {atLeast >> 20} MiB are free" : null;
    }
}
