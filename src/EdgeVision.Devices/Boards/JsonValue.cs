using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EdgeVision.Devices.Boards;

/// <summary>A value of a JSON text together with its place, so that what is wrong with it can be said with line and column.</summary>
internal sealed class JsonValue
{
    private const int MaxDepth = 8;

    private readonly JsonSource _source;
    private readonly long _offset;
    private readonly JsonTokenType _kind;
    private readonly string _text = "";
    private readonly List<JsonValue> _items = [];
    private readonly Dictionary<string, JsonValue> _members = new(StringComparer.Ordinal);

    private JsonValue(JsonSource source, ref Utf8JsonReader reader)
    {
        _source = source;
        _offset = reader.TokenStartIndex;
        _kind = reader.TokenType;
        switch (_kind)
        {
            case JsonTokenType.StartObject:
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                    ReadMember(ref reader);
                break;
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    _items.Add(new JsonValue(source, ref reader));
                break;
            case JsonTokenType.String:
                _text = reader.GetString()!;
                break;
            case JsonTokenType.Number:
                _text = Encoding.UTF8.GetString(reader.ValueSpan);
                break;
        }
    }

    /// <summary>Reads a text; comments and trailing commas are allowed, as in the rules file.</summary>
    /// <exception cref="BoardFormatException">It is not JSON.</exception>
    public static JsonValue Parse(JsonSource source)
    {
        var options = new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = MaxDepth };
        var reader = new Utf8JsonReader(source.Text, options);
        try
        {
            reader.Read();
            var value = new JsonValue(source, ref reader);
            reader.Read();
            return value;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is not UTF-8, or half of a surrogate pair.
            string what = failure is JsonException ? "this is not JSON; a comma, quote or bracket is missing before here" : "this text is not UTF-8; save the file as UTF-8";
            throw source.Error(Math.Max(reader.TokenStartIndex, reader.BytesConsumed), what, failure);
        }
    }

    public BoardFormatException Error(string what) => _source.Error(_offset, what);

    /// <summary>The member <paramref name="name"/>, which must be there.</summary>
    public JsonValue Member(string name) => Optional(name) ?? throw Error($"'{name}' is missing here; see board.schema.json");

    public JsonValue? Optional(string name) => _members.GetValueOrDefault(name);

    /// <summary>Refuses anything but an object with these members, of which some may be missing.</summary>
    public void CheckObject(params ReadOnlySpan<string> names)
    {
        if (_kind != JsonTokenType.StartObject)
            throw Error("an object { … } belongs here");
        foreach ((string name, JsonValue value) in _members)
        {
            if (!names.Contains(name))
                throw value.Error($"'{name}' is not known here; known are {string.Join(", ", names.ToArray())}");
        }
    }

    /// <summary>The items of an array of at most <paramref name="max"/>.</summary>
    public IReadOnlyList<JsonValue> Items(int max)
    {
        if (_kind != JsonTokenType.StartArray)
            throw Error("a list [ … ] belongs here");
        return _items.Count <= max ? _items : throw Error($"{_items.Count} items; at most {max} are possible");
    }

    /// <summary>A text of one line, 1 … <paramref name="max"/> characters.</summary>
    public string Text(int max = 200)
    {
        if (_kind != JsonTokenType.String)
            throw Error("a text in quotes belongs here");
        if (_text.Length == 0 || _text.Length > max || _text.Any(char.IsControl))
            throw Error($"a text of 1 to {max} characters on one line belongs here");
        return _text;
    }

    public int Number(int min, int max)
    {
        if (_kind != JsonTokenType.Number || !int.TryParse(_text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) || number < min || number > max)
            throw Error($"a whole number from {min} to {max} belongs here");
        return number;
    }

    /// <summary>One of a few words.</summary>
    public T OneOf<T>(params ReadOnlySpan<(string Word, T Meaning)> choices)
    {
        var words = new List<string>();
        foreach ((string word, T meaning) in choices)
        {
            if (_kind == JsonTokenType.String && _text == word)
                return meaning;
            words.Add($"\"{word}\"");
        }

        throw Error($"one of {string.Join(", ", words)} belongs here");
    }

    private void ReadMember(ref Utf8JsonReader reader)
    {
        long offset = reader.TokenStartIndex;
        string name = reader.GetString()!;
        reader.Read();
        if (!_members.TryAdd(name, new JsonValue(_source, ref reader)))
            throw _source.Error(offset, $"'{name}' is given twice; remove one");
    }
}
