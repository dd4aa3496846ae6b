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
        long length = new FileInfo(path).Length;
        if (length > LabelsText.LargestSize)
            throw new ModelFormatException($"{path}: {length} bytes are too many for a labels file; rename it or shorten it");
        return LabelsText.Parse(File.ReadAllBytes(path), path);
    }
}
