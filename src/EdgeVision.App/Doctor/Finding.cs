namespace EdgeVision.App.Doctor;

/// <summary>How a check went; the later, the worse.</summary>
internal enum CheckState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Good to know.</summary>
    Note,

    /// <summary>It works, but not well or not for long.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Problem,
}

/// <summary>What a check found.</summary>
/// <param name="Area">The part of the machine: <c>cpu</c>, <c>pins</c> …</param>
/// <param name="Name">What of it was looked at.</param>
/// <param name="State">How it went.</param>
/// <param name="Found">What there is.</param>
/// <param name="Advice">What to do about it; never absent for warnings and problems.</param>
internal sealed record Finding(string Area, string Name, CheckState State, string Found, string? Advice)
{
    public static Finding Ok(string area, string name, string found) => new(area, name, CheckState.Ok, found, null);

    public static Finding Note(string area, string name, string found, string? advice = null) => new(area, name, CheckState.Note, found, advice);

    public static Finding Warning(string area, string name, string found, string advice) => new(area, name, CheckState.Warning, found, advice);

    public static Finding Problem(string area, string name, string found, string advice) => new(area, name, CheckState.Problem, found, advice);

    /// <summary>A problem from an exception's line, which says what is wrong and, after a semicolon, what to do.</summary>
    public static Finding Failure(string area, string name, Exception failure)
    {
        string line = failure.Message.ReplaceLineEndings(" ");
        int semicolon = line.IndexOf("; ", StringComparison.Ordinal);
        return semicolon < 0
            ? Problem(area, name, line, "correct what the message names and start the doctor again")
            : Problem(area, name, line[..semicolon], line[(semicolon + 2)..]);
    }
}
