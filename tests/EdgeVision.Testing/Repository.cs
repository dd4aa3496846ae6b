namespace EdgeVision.Testing;

/// <summary>Where the repository's own files are, seen from a running test.</summary>
public static class Repository
{
    /// <summary>The folder that holds <c>EdgeVision.sln</c>.</summary>
    public static string Root { get; } = Find();

    /// <summary>Full path of a file of the repository.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EdgeVision.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"no EdgeVision.sln above {AppContext.BaseDirectory}");
    }
}
