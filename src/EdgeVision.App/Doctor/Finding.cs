using System.Text.Json.Serialization;

namespace EdgeVision.App.Doctor;

/// <summary>How a check went; the later, the worse.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckState>))]
internal enum CheckState
{
    /// <summary>As it should be.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>Good to know.</summary>
    [JsonStringEnumMemberName("note")]
    Note,

    /// <summary>It works, but not well or not for long.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>It does not work.</summary>
    [JsonStringEnumMemberName("problem")]
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

    public static Finding Note(string area, string name, string found, string? advice = null) =>
        new(area, name, CheckState.Note, found, advice);

    public static Finding Warning(string area, string name, string found, string advice) =>
        new(area, name, CheckState.Warning, found, advice);

    public static Finding Problem(string area, string name, string found, string advice) =>
        new(area, name, CheckState.Problem, found, advice);

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
