using System.Globalization;
using EdgeVision.Quantize.Graph;

namespace EdgeVision.Quantize.Calibration;

/// <summary>The CSV that says what pictures show: a header with the columns <c>file</c> and <c>class_index…</c>, classes counted from 0.</summary>
internal static class LabelFile
{
    /// <summary>Files, below a folder, and their classes.</summary>
    /// <exception cref="SourceException">The file does not have those columns, or no rows.</exception>
    public static IReadOnlyList<(string File, int Class)> Read(string csv, string folder)
    {
        string[] lines = File.Exists(csv) ? File.ReadAllLines(csv) : throw new SourceException($"{csv}: there is no such file; give the CSV that labels the validation pictures");
        string[] header = lines.Length == 0 ? [] : lines[0].Split(',');
        int fileColumn = Array.IndexOf(header, "file");
        int classColumn = Array.FindIndex(header, name => name.StartsWith("class_index", StringComparison.Ordinal));
        if (fileColumn < 0 || classColumn < 0)
            throw new SourceException($"{csv}: line 1: the header must name the columns 'file' and 'class_index'; add them");
        var rows = new List<(string, int)>(lines.Length);
        for (int i = 1; i < lines.Length; i++)
        {
            string[] cells = lines[i].Split(',');
            if (lines[i].Length == 0)
                continue;
            if (cells.Length <= Math.Max(fileColumn, classColumn) || !int.TryParse(cells[classColumn], NumberStyles.None, CultureInfo.InvariantCulture, out int index))
                throw new SourceException($"{csv}: line {i + 1}: expected a file name and a class number; correct the line");
            rows.Add((Path.Combine(folder, cells[fileColumn]), index));
        }

        return rows.Count > 0 ? rows : throw new SourceException($"{csv}: it lists no pictures; add some");
    }
}
