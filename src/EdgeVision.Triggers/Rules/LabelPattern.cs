using System.IO.Enumeration;

namespace EdgeVision.Triggers.Rules;

/// <summary>Which classes a rule looks for: by the number of one, or by a label in which <c>*</c> and <c>?</c> stand for anything.</summary>
public sealed record LabelPattern
{
    private readonly string? _pattern;
    private readonly int _index;

    /// <summary>The class with this number, from 0.</summary>
    public LabelPattern(int index) => _index = index;

    /// <summary>The classes whose label is like <paramref name="pattern"/>; capitals do not matter.</summary>
    public LabelPattern(string pattern) => _pattern = pattern;

    internal FilePlace At { get; init; }

    /// <summary>The number of the class, or <see langword="null"/> when it is looked for by label.</summary>
    internal int? Index => _pattern is null ? _index : null;

    /// <summary>Whether more than one label can be meant.</summary>
    internal bool IsGlob => _pattern is not null && _pattern.AsSpan().ContainsAny('*', '?');

    /// <summary>The numbers of the classes that are meant, ascending.</summary>
    /// <param name="labels">The label of every class.</param>
    public int[] Match(IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return [.. Enumerable.Range(0, labels.Count).Where(index => _pattern is null ? index == _index : IsLike(labels[index]))];
    }

    /// <summary>As the user wrote it.</summary>
    public override string ToString() => _pattern ?? $"class {_index}";

    private bool IsLike(string label) =>
        IsGlob
            ? FileSystemName.MatchesSimpleExpression(_pattern, label)
            : label.Equals(_pattern, StringComparison.OrdinalIgnoreCase);
}
