using System.Text;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Reading;

/// <summary>What was found wrong in a file so far.</summary>
internal sealed class ErrorList(string fileName)
{
    // A file that is wrong in more places than this is not fixed by a longer list.
    private const int Most = 100;
    private const int LongestMessage = 400;

    private readonly List<RuleError> _errors = [];

    public IReadOnlyList<RuleError> InOrder => [.. _errors.OrderBy(error => error.Place.Line).ThenBy(error => error.Place.Column)];

    /// <summary>Adds an error; words of the file in the message can be anything, and are made to fit one line.</summary>
    public void Add(FilePlace place, string message)
    {
        if (_errors.Count < Most)
            _errors.Add(new RuleError(fileName, place, OneLine(message)));
    }

    public void AddRange(IEnumerable<RuleError> errors) => _errors.AddRange(errors);

    private static string OneLine(string message)
    {
        var line = new StringBuilder(Math.Min(message.Length, LongestMessage));
        foreach (Rune rune in message.EnumerateRunes())
        {
            if (line.Length >= LongestMessage)
                return line.Append('…').ToString();
            line.Append(Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 ? "?" : rune.ToString());
        }

        return line.ToString();
    }
}
