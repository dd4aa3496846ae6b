namespace EdgeVision.App.Machine;

/// <summary>Files of <c>/proc</c> whose lines are a name, a colon and a value.</summary>
internal static class ProcFields
{
    /// <summary>The value of the first line with a name, without white space around it; <see langword="null"/> if there is none.</summary>
    public static string? Value(string? text, string name) => Values(text, name) is [var first, ..] ? first : null;

    /// <summary>The values of all lines with a name, in order.</summary>
    public static IReadOnlyList<string> Values(string? text, string name)
    {
        var values = new List<string>();
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf('\n');
            ReadOnlySpan<char> line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            int colon = line.IndexOf(':');
            if (colon >= 0 && line[..colon].Trim().SequenceEqual(name))
                values.Add(line[(colon + 1)..].Trim().ToString());
        }

        return values;
    }
}
