using System.Text.RegularExpressions;
using EdgeVision.Testing;

namespace EdgeVision.Triggers.Tests.Documentation;

/// <summary>The examples of <c>docs/rules.md</c>.</summary>
internal static partial class RulesDocument
{
    public static string Text { get; } = File.ReadAllText(Repository.PathOf("docs", "rules.md"));

    /// <summary>Every block of JSON; all are complete files.</summary>
    public static string[] Examples { get; } = [.. JsonBlock().Matches(Text).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("```jsonc?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock();
}
