using System.Globalization;

namespace EdgeVision.App.Evaluation;

/// <summary>One row of a labels file.</summary>
/// <param name="File">The picture's path.</param>
/// <param name="ClassIndex">Its class, counted from 0 without a background class.</param>
internal readonly record struct LabelledImage(string File, int ClassIndex);

/// <summary>
/// Reads the CSV that says which class each picture shows: a header line with the columns <c>file</c> and <c>class_index</c> (or a name that
/// begins so, such as <c>class_index_0_999</c>); further columns are ignored.
/// </summary>
internal static class LabelledImages
{
    public static IReadOnlyList<LabelledImage> Load(string csv, string imageFolder)
    {
        string[] lines = File.ReadAllLines(csv);
        string[] header = lines.Length == 0 ? [] : lines[0].Split(',');
        int fileColumn = Array.IndexOf(header, "file"), classColumn = Array.FindIndex(header, name => name.StartsWith("class_index", StringComparison.Ordinal));
        if (fileColumn < 0 || classColumn < 0)
            throw new BadInputException($"{csv}: line 1: the header must name the columns 'file' and 'class_index'");
        var images = new List<LabelledImage>();
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
                continue;
            string[] cells = lines[i].Split(',');
            if (cells.Length <= Math.Max(fileColumn, classColumn)
                || !int.TryParse(cells[classColumn], NumberStyles.None, CultureInfo.InvariantCulture, out int classIndex))
            {
                throw new BadInputException($"{csv}: line {i + 1}: expected a file name and a class number");
            }

            images.Add(new LabelledImage(Path.Combine(imageFolder, cells[fileColumn]), classIndex));
        }

        return images.Count > 0 ? images : throw new BadInputException($"{csv}: it lists no pictures");
    }
}
