namespace EdgeVision.App;

/// <summary>Files that are read whole: small ones, of which nobody knows what they are.</summary>
internal static class InputFile
{
    /// <summary>Reads a file; also a pipe or a device, of which no length is known before.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The most bytes that it may have.</param>
    /// <param name="what">What it should be, for the message when it is longer: <c>a rules file</c>.</param>
    /// <exception cref="BadInputException">It is a folder, or longer than that.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] Read(string path, int most, string what)
    {
        if (Directory.Exists(path))
            throw new BadInputException($"{path} is a folder; give the name of {what}");
        using FileStream file = File.OpenRead(path);
        using var content = new MemoryStream();
        var piece = new byte[1 << 14];
        for (int length; (length = file.Read(piece)) > 0;)
        {
            if (content.Length + length > most)
                throw new BadInputException($"{path}: more than {most:N0} bytes; this is not {what}");
            content.Write(piece, 0, length);
        }

        return content.ToArray();
    }
}
