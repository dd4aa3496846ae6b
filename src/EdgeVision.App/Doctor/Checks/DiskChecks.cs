using EdgeVision.App.Output;

namespace EdgeVision.App.Doctor.Checks;

/// <summary>Is there room for recordings and snapshots, and may this user write them?</summary>
internal static class DiskChecks
{
    private const string Area = "disk";
    private const long Least = 64L << 20;
    private const long Comfortable = 1L << 30;

    public static IEnumerable<Finding> Run(DoctorContext context) => context.Folders.Select(folder => Folder(context, folder));

    private static Finding Folder(DoctorContext context, string folder)
    {
        const string Name = "folder";
        if (File.Exists(folder))
            return Finding.Problem(Area, Name, $"{folder}: this is a file", "name a folder");
        if (Directory.Exists(folder) && WriteFailure(folder) is { } failure)
        {
            return Finding.Problem(Area, Name, $"{folder}: {failure}",
                "choose a folder that this user may write: chown it, or set StateDirectory= in the unit");
        }

        if (context.Machine.SpaceOf(folder) is not { } space)
            return Finding.Warning(Area, Name, $"{folder}: its disk does not tell how much room it has", "check the path and the mount");
        string found = $"{folder}: {ByteSize.Text(space.AvailableBytes)} of {ByteSize.Text(space.TotalBytes)} are left";
        const string Advice = "delete old recordings, or choose a folder on a larger disk";
        return space.AvailableBytes < Least ? Finding.Problem(Area, Name, found, Advice)
            : space.AvailableBytes < Comfortable ? Finding.Warning(Area, Name, found, Advice)
            : Finding.Ok(Area, Name, found);
    }

    private static string? WriteFailure(string folder)
    {
        try
        {
            using var trial = new FileStream(Path.Combine(folder, $".edgevision-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write,
                FileShare.None, 1, FileOptions.DeleteOnClose);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }
}
