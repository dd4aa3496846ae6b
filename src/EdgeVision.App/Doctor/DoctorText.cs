namespace EdgeVision.App.Doctor;

/// <summary>The findings as a table for people: area, state, name, what was found; below it what to do.</summary>
internal static class DoctorText
{
    private const string Arrow = "-> ";
    private const int Gap = 2;
    private const int NarrowestText = 30;

    /// <summary>Prints all findings and a summary.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="report">The findings.</param>
    /// <param name="width">Columns of the terminal; longer texts are wrapped between words.</param>
    public static void Print(TextWriter output, DoctorReport report, int width)
    {
        int areaWidth = report.Findings.Max(finding => finding.Area.Length) + Gap;
        int stateWidth = Word(CheckState.Problem).Length + Gap;
        int nameWidth = report.Findings.Max(finding => finding.Name.Length) + Gap;
        int indent = areaWidth + stateWidth + nameWidth;
        int textWidth = Math.Max(width - indent, NarrowestText);
        string previous = "";
        foreach (Finding finding in report.Findings)
        {
            string head = (finding.Area == previous ? "" : finding.Area).PadRight(areaWidth)
                + Word(finding.State).PadRight(stateWidth) + finding.Name.PadRight(nameWidth);
            previous = finding.Area;
            foreach (string line in Wrap(finding.Found, textWidth))
            {
                output.WriteLine(head + line);
                head = new string(' ', indent);
            }

            string mark = Arrow;
            foreach (string line in finding.Advice is { } advice ? Wrap(advice, textWidth - Arrow.Length) : [])
            {
                output.WriteLine(head + mark + line);
                mark = new string(' ', Arrow.Length);
            }
        }

        output.WriteLine();
        output.WriteLine(Summary(report));
    }

    private static string Word(CheckState state) => state switch
    {
        CheckState.Problem => "PROBLEM",
        CheckState.Warning => "WARNING",
        CheckState.Note => "note",
        _ => "ok",
    };

    private static string Summary(DoctorReport report)
    {
        string counts = $"{Plural(report.Problems, "problem")}, {Plural(report.Warnings, "warning")}, {Plural(report.Notes, "note")} in {Plural(report.Findings.Count, "check")}";
        return report.Problems > 0 ? $"{counts}: cure the problems first" : counts;
    }

    private static string Plural(int count, string word) => count == 1 ? $"1 {word}" : $"{count} {word}s";

    /// <summary>Breaks between words; a word that is too long for a line has one of its own.</summary>
    private static IEnumerable<string> Wrap(string text, int width)
    {
        string line = "";
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return line;
    }
}
