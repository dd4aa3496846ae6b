using EdgeVision.Triggers.Checking;
using EdgeVision.Triggers.Reading;

namespace EdgeVision.Triggers.Rules;

/// <summary>The content of a rules file; see <c>docs/rules.md</c>.</summary>
public sealed class RuleSet
{
    internal RuleSet(string fileName, IReadOnlyList<RuleError> errors) => (FileName, ReadErrors) = (fileName, errors);

    /// <summary>The file's name, for messages.</summary>
    public string FileName { get; }

    /// <summary>After how long without a new frame nobody watches any more, 100 ms … 1 min.</summary>
    public TimeSpan StaleAfter { get; internal init; } = TimeSpan.FromSeconds(2);

    /// <summary>The different parts of the picture that rules look at, in the order of their probabilities in a frame.</summary>
    public IReadOnlyList<Zone> Zones { get; internal init; } = [];

    /// <summary>The switches and buttons.</summary>
    public IReadOnlyList<Input> Inputs { get; internal init; } = [];

    /// <summary>The pins that are driven.</summary>
    public IReadOnlyList<Output> Outputs { get; internal init; } = [];

    /// <summary>The rules.</summary>
    public IReadOnlyList<Rule> Rules { get; internal init; } = [];

    /// <summary>The JSON Schema of rules files.</summary>
    public static string JsonSchema { get; } = ReadSchema();

    /// <summary>What was found wrong while reading.</summary>
    internal IReadOnlyList<RuleError> ReadErrors { get; }

    /// <summary>
    /// Reads the text of a rules file. It never fails: what is wrong is kept for <see cref="Check"/>, and left out of the properties.
    /// </summary>
    /// <param name="text">JSON of at most 1 MiB; comments and trailing commas are allowed.</param>
    /// <param name="fileName">The file's name, for messages.</param>
    public static RuleSet Parse(string text, string fileName)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(fileName);
        return RuleFileReader.Read(text, fileName);
    }

    /// <summary>All that is wrong with the rules, in the order of the file; empty when they can be used.</summary>
    /// <param name="context">The model's labels and the computer's pins, as far as they are known.</param>
    public IReadOnlyList<RuleError> Check(RuleContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return RuleChecker.Check(this, context);
    }

    private static string ReadSchema()
    {
        using var reader = new StreamReader(typeof(RuleSet).Assembly.GetManifestResourceStream("rules.schema.json")!);
        return reader.ReadToEnd();
    }
}
