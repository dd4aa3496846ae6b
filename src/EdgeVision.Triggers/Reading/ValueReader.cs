using System.Globalization;
using System.Text.Json;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Reading;

/// <summary>Reads single values; what is not as it should be becomes an error, and <see langword="null"/>.</summary>
internal sealed class ValueReader(ErrorList errors)
{
    public const int LongestText = 200;

    public void Refuse(JsonValue value, string message) => errors.Add(value.At, message);

    public void Refuse(FilePlace at, string message) => errors.Add(at, message);

    /// <summary>A text of one line, 1 … <paramref name="longest"/> characters.</summary>
    public string? Text(JsonValue value, int longest = LongestText)
    {
        if (value.IsString && value.Text.Length > 0 && value.Text.Length <= longest && !value.Text.Any(char.IsControl))
            return value.Text;
        Refuse(value, $"a text in quotes belongs here: one line of 1 to {longest} characters");
        return null;
    }

    public TimeSpan? Duration(JsonValue value, TimeSpan shortest, TimeSpan longest)
    {
        if (!value.IsString || !Durations.TryParse(value.Text, out TimeSpan duration))
            Refuse(value, "a duration belongs here: a number and a unit in quotes, such as \"200ms\", \"2s\", \"5m\", \"12h\" or \"7d\"");
        else if (duration < shortest || duration > longest)
            Refuse(value, $"the duration must be from {Durations.Format(shortest)} to {Durations.Format(longest)}");
        else
            return duration;
        return null;
    }

    public double? Number(JsonValue value, double min, double max)
    {
        bool isNumber = double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
        if (value.Kind == JsonTokenType.Number && isNumber && number >= min && number <= max)
            return number;
        Refuse(value, string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max} belongs here"));
        return null;
    }

    public int? Whole(JsonValue value, int min, int max)
    {
        bool isNumber = int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number);
        if (value.Kind == JsonTokenType.Number && isNumber && number >= min && number <= max)
            return number;
        Refuse(value, $"a whole number from {min} to {max} belongs here");
        return null;
    }

    public bool? Boolean(JsonValue value)
    {
        if (value.Kind is JsonTokenType.True or JsonTokenType.False)
            return value.Kind == JsonTokenType.True;
        Refuse(value, "true or false belongs here");
        return null;
    }

    /// <summary>One of a few words, or what it stands for.</summary>
    public T? Word<T>(JsonValue value, params IReadOnlyList<(string Word, T Meaning)> words)
        where T : struct
    {
        foreach ((string word, T meaning) in words)
        {
            if (value.IsString && value.Text == word)
                return meaning;
        }

        string[] choices = [.. words.Select(choice => choice.Word)];
        Refuse(value, value.IsString
            ? $"'{value.Text}' is not possible here; {Nearest.Suggest(value.Text, choices)}"
            : $"a word in quotes belongs here: {string.Join(", ", choices)}");
        return null;
    }

    /// <summary>The items of an array.</summary>
    public IReadOnlyList<JsonValue> Items(JsonValue value, int fewest, int most)
    {
        if (value.Kind == JsonTokenType.StartArray && value.Items.Count >= fewest && value.Items.Count <= most)
            return value.Items;
        Refuse(value, $"a list […] of {fewest} to {most} items belongs here");
        return [];
    }

    /// <summary>One of a few names that the file gives.</summary>
    /// <returns>The index of the name.</returns>
    public int? Name(JsonValue value, string what, IReadOnlyList<string> names)
    {
        if (Text(value) is not { } name)
            return null;
        int index = names.Count - 1;
        while (index >= 0 && names[index] != name)
            index--;
        if (index >= 0)
            return index;
        Refuse(value, $"there is no {what} '{name}'; {Nearest.Suggest(name, names)}");
        return null;
    }

    /// <summary>A pin: its BCM number, or its place on the header.</summary>
    public PinName Pin(JsonValue value)
    {
        const int MostPins = 1000;
        bool onHeader = value.IsString && value.Text.StartsWith("pin:", StringComparison.Ordinal);
        bool isNumber = int.TryParse(onHeader ? value.Text.AsSpan(4) : value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        if ((onHeader || value.Kind == JsonTokenType.Number) && isNumber && number <= MostPins)
            return new PinName(number, onHeader);
        Refuse(value, "a pin belongs here: its BCM number such as 17, or its place on the header such as \"pin:11\"");
        return PinName.Unknown;
    }
}
