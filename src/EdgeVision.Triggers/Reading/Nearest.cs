namespace EdgeVision.Triggers.Reading;

/// <summary>Finds what somebody meant who wrote something that does not exist.</summary>
internal static class Nearest
{
    // More than this many choices are not listed.
    private const int Listed = 16;

    // Long labels differ somewhere in their beginning.
    private const int Compared = 64;

    /// <summary>The end of a message: <c>did you mean 'person'?</c>, or what there is.</summary>
    public static string Suggest(string written, IReadOnlyList<string> choices)
    {
        string? nearest = choices.MinBy(choice => Distance(written, choice));
        if (nearest is not null && Distance(written, nearest) <= Math.Max(2, written.Length / 3))
            return $"did you mean '{nearest}'?";
        return choices.Count switch
        {
            0 => "there are none",
            <= Listed => $"there {(choices.Count == 1 ? "is" : "are")} {string.Join(", ", choices.Select(choice => $"'{choice}'"))}",
            _ => $"there are {choices.Count}, such as '{nearest}'",
        };
    }

    /// <summary>How many letters must be inserted, removed or replaced (Levenshtein's distance); capitals do not matter.</summary>
    internal static int Distance(string a, string b)
    {
        ReadOnlySpan<char> from = a.AsSpan(0, Math.Min(a.Length, Compared));
        ReadOnlySpan<char> to = b.AsSpan(0, Math.Min(b.Length, Compared));
        Span<int> row = stackalloc int[Compared + 1];
        for (int j = 0; j <= to.Length; j++)
            row[j] = j;
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = diagonal + (char.ToLowerInvariant(from[i - 1]) == char.ToLowerInvariant(to[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}
