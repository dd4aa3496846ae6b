using EdgeVision.App.Download;

namespace EdgeVision.App.Models;

/// <summary>What to tell someone who names a model that is not here.</summary>
internal static class UnknownModel
{
    /// <summary>The refusal of a name, with the nearest one that exists or can be downloaded.</summary>
    public static BadInputException Named(string name, ModelLibrary library)
    {
        IReadOnlyList<PublishedModel> published = PublishedModel.All;
        string hint = "'edgevision models' lists those that are here";
        IEnumerable<string> known =
            [.. library.ModelFolders().Select(folder => Path.GetFileName(folder)), .. published.Select(model => model.Name)];
        if (published.Any(model => model.Name == name))
            hint = $"'edgevision models pull {name}' downloads it";
        else if (Nearest(name, known) is { } similar)
            hint = $"did you mean '{similar}'?";
        return new BadInputException($"{name}: no such file, and no model of that name; {hint}");
    }

    /// <summary>The candidate with the fewest edits (Levenshtein), if they are few enough to be a slip.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        string? best = candidates.MinBy(candidate => Edits(name, candidate));
        return best is not null && Edits(name, best) <= Math.Max(2, name.Length / 3) ? best : null;
    }

    private static int Edits(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[b.Length];
    }
}
