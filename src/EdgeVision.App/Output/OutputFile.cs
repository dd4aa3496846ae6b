using System.Text;

namespace EdgeVision.App.Output;

/// <summary>Files that the program writes: all of them or nothing.</summary>
internal static class OutputFile
{
    /// <summary>
    /// Writes a file in one step: whoever reads or has mapped the old one keeps it, and when the disk is full it stays. What is there and
    /// has no content is written in place, because it may be a device or a pipe, which must not be replaced.
    /// </summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, byte[] content)
    {
        if (Directory.Exists(path))
            throw new IOException($"{path} is a folder; give the name of a file");
        var file = new FileInfo(path);
        bool isLink = file.LinkTarget is not null;
        if (isLink)
            file = (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
        if (file.Exists ? file.Length == 0 : isLink) // /dev/stdout links to what is no path
        {
            File.WriteAllBytes(path, content);
            return;
        }

        string draft = $"{file.FullName}.{Environment.ProcessId}.new";
        try
        {
            File.WriteAllBytes(draft, content);
            File.Move(draft, file.FullName, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    /// <summary>Writes UTF-8 text.</summary>
    /// <inheritdoc cref="Write(string, byte[])" path="/exception"/>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));
}
