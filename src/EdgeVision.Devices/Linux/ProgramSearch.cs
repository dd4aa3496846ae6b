namespace EdgeVision.Devices.Linux;

/// <summary>Looks programs up in the folders of <c>PATH</c>.</summary>
internal static class ProgramSearch
{
    /// <summary>Where the first of some programs is.</summary>
    /// <param name="searchPath">Folders, written like <c>PATH</c>.</param>
    /// <param name="exists">Whether there is a file.</param>
    /// <param name="names">File names, the preferred one first.</param>
    /// <returns>A path, or <see langword="null"/>.</returns>
    public static string? Find(string searchPath, Func<string, bool> exists, params ReadOnlySpan<string> names)
    {
        string[] folders = searchPath.Split(':', StringSplitOptions.RemoveEmptyEntries);
        foreach (string name in names)
        {
            if (folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(exists) is { } found)
                return found;
        }

        return null;
    }
}
