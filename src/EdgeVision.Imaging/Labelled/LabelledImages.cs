using System.Globalization;

namespace EdgeVision.Imaging;

/// <summary>
/// Reads the CSV that says which class each picture shows: a header line with the columns <c>file</c> and <c>class_index</c> (or a name
/// that
/// begins so, such as <c>class_index_0_999</c>); further columns and empty lines are ignored. Cells have no quotes.
/// </summary>
public static class LabelledImages
{
    /// <summary>Reads the list; whether the pictures exist is not looked at.</summary>
    /// <param name="csv">The file: UTF-8 text.</param>
    /// <param name="folder">The folder that the file names are below.</param>
    /// <returns>At least one picture, in the file's order.</returns>
    /// <exception cref="LabelledImagesException">There is no such file, a column or a number is missing, or it lists nothing.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static IReadOnlyList<LabelledImage> Load(string csv, string folder)
    {
        if (!File.Exists(csv))
            throw new LabelledImagesException($"{csv}: there is no such file; give the CSV that labels the pictures");
        string[] lines = File.ReadAllLines(csv);
        string[] header = lines.Length == 0 ? [] : lines[0].Split(',');
        int fileColumn = Array.IndexOf(header, "file");
        int classColumn = Array.FindIndex(header, name => name.StartsWith("class_index", StringComparison.Ordinal));
        if (fileColumn < 0 || classColumn < 0)
            throw new LabelledImagesException($"{csv}: line 1: the header must name the columns 'file' and 'class_index'; add them");
        var images = new List<LabelledImage>(lines.Length);
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
                continue;
            string[] cells = lines[i].Split(',');
            if (cells.Length <= Math.Max(fileColumn, classColumn)
                || !int.TryParse(cells[classColumn], NumberStyles.None, CultureInfo.InvariantCulture, out int classIndex))
            {
                throw new LabelledImagesException($"{csv}: line {i + 1}: expected a file name and a class number; correct the line");
            }

            images.Add(new LabelledImage(Path.Combine(folder, cells[fileColumn]), classIndex));
        }

        return images.Count > 0 ? images : throw new LabelledImagesException($"{csv}: it lists no pictures; add some");
    }
}
