namespace EdgeVision.Testing;

/// <summary>A folder that stands for a machine's <c>/</c> and disappears after the test; files are named by absolute paths.</summary>
public sealed class FakeTree : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edgevision-tree-");

    /// <summary>What stands for <c>/</c>.</summary>
    public string Folder => _folder.FullName;

    public string PathOf(string path) => Path.Combine(Folder, path.TrimStart('/'));

    /// <summary>Writes a file and the folders above it; device nodes are empty files.</summary>
    public FakeTree Write(string path, string text = "")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text);
        return this;
    }

    /// <summary>Writes a shell script that may be executed.</summary>
    public FakeTree Script(string path, string body)
    {
        Write(path, $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(PathOf(path), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return this;
    }

    public FakeTree MakeFolder(string path)
    {
        Directory.CreateDirectory(PathOf(path));
        return this;
    }

    /// <summary>Makes a node that nobody may open, root neither: a folder, whose opening .NET reports as denied access.</summary>
    public FakeTree Deny(string path) => Remove(path).MakeFolder(path);

    public FakeTree Remove(string path)
    {
        if (Directory.Exists(PathOf(path)))
            Directory.Delete(PathOf(path), recursive: true);
        else
            File.Delete(PathOf(path));
        return this;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
