namespace EdgeVision.Devices.Health;

/// <summary>Room on the file system that holds a folder.</summary>
/// <param name="AvailableBytes">What this user may still write.</param>
/// <param name="TotalBytes">Its size.</param>
public readonly record struct DiskSpace(long AvailableBytes, long TotalBytes)
{
    /// <summary>The room for a folder, which need not exist yet; <see langword="null"/> if the system does not say.</summary>
    /// <param name="folder">A path.</param>
    public static DiskSpace? Of(string folder)
    {
        string path = Path.GetFullPath(folder);
        while (!Directory.Exists(path) && Path.GetDirectoryName(path) is { } parent)
            path = parent;
        try
        {
            var drive = new DriveInfo(path);
            return new DiskSpace(drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
