namespace EdgeVision.App.Output;

/// <summary>Columns as wide as their longest cell; cells that look like numbers are on the right.</summary>
internal sealed class TextTable(params string[] header)
{
    private readonly List<string[]> _rows = [header];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Print(TextWriter output)
    {
        int[] widths = [.. header.Select((_, column) => _rows.Max(row => row[column].Length))];
        bool[] right = [.. header.Select((_, column) => _rows.Skip(1).All(row => IsNumber(row[column])))];
        foreach (string[] row in _rows)
        {
            output.WriteLine(string.Join("  ",
                row.Select((cell, column) => right[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    private static bool IsNumber(string cell) => cell == "-" || cell.All(c => char.IsAsciiDigit(c) || c is ',' or '.');
}
