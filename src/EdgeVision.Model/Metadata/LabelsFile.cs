namespace EdgeVision.Model;

/// <summary>Labels in a file of their own: UTF-8 text, one label a line; an empty line keeps the place of its class.</summary>
public static class LabelsFile
{
    /// <summary>The first that exists of <c>name.labels.txt</c>, <c>name.txt</c> and <c>labels.txt</c>, for <c>name.tflite</c>.</summary>
    internal static string? Find(string modelPath)
    {
        string folder = Path.GetDirectoryName(modelPath) ?? "";
        string name = Path.GetFileNameWithoutExtension(modelPath);
        foreach (string candidate in (ReadOnlySpan<string>)[$"{name}.labels.txt", $"{name}.txt", "labels.txt"])
        {
            string path = Path.Combine(folder, candidate);
            if (File.Exists(path))
                return path;
        }

        return null;
    }

    /// <summary>Reads the labels in a file.</summary>
    /// <param name="path">The file, at most 1 MiB.</param>
    /// <exception cref="ModelFormatException">Too large, or not UTF-8 text.</exception>
    public static IReadOnlyList<string> Load(string path)
    {
        if (Directory.Exists(path))
            throw new ModelFormatException($"{path}: a folder; name a text file with a label a line");
        using FileStream file = File.OpenRead(path);
        long expected = file.CanSeek && file.Length > 0 ? file.Length : long.MaxValue; // a pipe or a device does not tell it beforehand
        var text = new byte[Math.Min(expected, LabelsText.LargestSize) + 1];
        int length = file.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        if (length > LabelsText.LargestSize)
            throw new ModelFormatException($"{path}: more than {LabelsText.LargestSize} bytes are too many for a labels file; rename it or shorten it");
        return LabelsText.Parse(text.AsSpan(0, length), path);
    }
}
