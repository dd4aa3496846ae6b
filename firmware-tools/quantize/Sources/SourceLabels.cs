using System.Text;
using EdgeVision.Quantize.Graph;
using EdgeVision.Quantize.Sources.Building;

namespace EdgeVision.Quantize.Sources;

/// <summary>Labels that the user gives.</summary>
internal static class SourceLabels
{
    private const int MaxBytes = 1 << 20;

    /// <summary>One label per line; empty lines at the end do not count.</summary>
    /// <exception cref="SourceException">The file cannot be read or has not one label per class.</exception>
    public static IReadOnlyList<string> Read(string path, int classes)
    {
        SourceFile file = SourceFile.Load(path);
        if (file.Bytes.Length > MaxBytes)
            throw file.Error($"{file.Bytes.Length} bytes are more than labels may have (1 MiB)");
        string[] labels = Encoding.UTF8.GetString(file.Bytes.Span).TrimStart('\uFEFF').TrimEnd().Split('\n');
        for (int i = 0; i < labels.Length; i++)
            labels[i] = labels[i].TrimEnd('\r');
        return labels.Length == classes
            ? labels
            : throw file.Error($"{labels.Length} labels for {classes} classes; the labels are of another model");
    }
}
