using EdgeVision.Triggers.Rules;

namespace EdgeVision.App.Rules;

/// <summary>Reads rules files.</summary>
internal static class RulesFile
{
    private const int MaxBytes = 1 << 20;

    /// <summary>The text of a rules file.</summary>
    /// <exception cref="BadInputException">It is a folder, or too long.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string Read(string path)
    {
        using var text = new StreamReader(new MemoryStream(InputFile.Read(path, MaxBytes, "a rules file")));
        return text.ReadToEnd();
    }

    /// <summary>The rules of a file; what is wrong with them is told by <see cref="RuleSet.Check"/>.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static RuleSet Load(string path) => RuleSet.Parse(Read(path), path);
}
