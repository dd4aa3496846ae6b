using System.Text.Json;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Reading;

/// <summary>Reads the members of an object; what is not as it should be becomes an error, and <see langword="null"/>.</summary>
internal sealed class ObjectReader
{
    private readonly JsonValue _value;
    private readonly KeyTable _keys;

    /// <summary>Opens an object and refuses keys that it should not have.</summary>
    public ObjectReader(JsonValue value, KeyTable keys, ValueReader values)
    {
        (_value, _keys, Values) = (value, keys, values);
        if (value.Kind != JsonTokenType.StartObject)
            values.Refuse(value, $"an object {{…}} with {string.Join(", ", keys.Names.Select(key => $"'{key}'"))} belongs here ({keys.Name})");
        foreach (JsonMember member in value.Members.Where(member => !keys.Names.Contains(member.Name)))
            values.Refuse(member.At, $"'{member.Name}' is not a key of {keys.Name}; {Nearest.Suggest(member.Name, keys.Names)}");
    }

    /// <summary>Reads the values.</summary>
    public ValueReader Values { get; }

    public FilePlace At => _value.At;

    /// <summary>The value of a key, if it is there.</summary>
    public JsonValue? Find(string key)
    {
        if (!_keys.Names.Contains(key))
            throw new ArgumentException($"{_keys.Name} has no key {key}", nameof(key));
        return _value.Members.FirstOrDefault(member => member.Name == key)?.Value;
    }

    /// <summary>The value of a key that must be there.</summary>
    public JsonValue? Require(string key)
    {
        JsonValue? value = Find(key);
        if (value is null && _value.Kind == JsonTokenType.StartObject)
            Values.Refuse(_value, $"'{key}' is missing in {_keys.Name}; add it");
        return value;
    }

    public TimeSpan? Duration(string key, TimeSpan shortest, TimeSpan longest) =>
        Find(key) is { } value ? Values.Duration(value, shortest, longest) : null;

    public double? Number(string key, double min, double max) => Find(key) is { } value ? Values.Number(value, min, max) : null;

    public double? RequiredNumber(string key, double min, double max) => Require(key) is { } value ? Values.Number(value, min, max) : null;

    public int? Whole(string key, int min, int max) => Find(key) is { } value ? Values.Whole(value, min, max) : null;

    public T? Word<T>(string key, params IReadOnlyList<(string Word, T Meaning)> words)
        where T : struct => Find(key) is { } value ? Values.Word(value, words) : null;

    public PinName Pin() => Require("pin") is { } value ? Values.Pin(value) : PinName.Unknown;

    public ObjectReader? Object(string key, KeyTable keys) => Find(key) is { } value ? new ObjectReader(value, keys, Values) : null;
}
