namespace EdgeVision.App.Machine;

/// <summary>Files of <c>/proc</c> whose lines are a name, a colon and a value.</summary>
internal static class ProcFields
{
    /// <summary>The value of the first line with a name, without white space around it; <see langword="null"/> if there is none.</summary>
    public static string? Value(string? text, string name) => Values(text, name).FirstOrDefault();

    /// <summary>The values of all lines with a name, in order.</summary>
    public static IEnumerable<string> Values(string? text, string name) =>
        from line in (text ?? "").Split('\n')
        let colon = line.IndexOf(':', StringComparison.Ordinal)
        where colon >= 0 && line.AsSpan(0, colon).Trim().SequenceEqual(name)
        select line[(colon + 1)..].Trim();
}
