using System.Text;
using System.Text.Json;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Reading;

/// <summary>Reads a JSON text into values with places; comments and trailing commas are allowed.</summary>
internal ref struct JsonTree
{
    private const int LargestText = 1 << 20;
    private const int DeepestNesting = 16;

    // The largest sensible file has a few ten thousand values; a hostile one could have half a million in 1 MiB.
    private const int MostValues = 1 << 16;

    private readonly PlaceCounter _places;
    private readonly ErrorList _errors;
    private Utf8JsonReader _reader;
    private int _values;

    private JsonTree(byte[] utf8, ErrorList errors)
    {
        var options = new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = DeepestNesting };
        _places = new PlaceCounter(utf8);
        _errors = errors;
        _reader = new Utf8JsonReader(utf8, options);
    }

    private readonly FilePlace Here => _places.At(_reader.TokenStartIndex);

    /// <summary>The value that <paramref name="text"/> is, or <see langword="null"/> and an error.</summary>
    public static JsonValue? Read(string text, ErrorList errors)
    {
        if (text.Length > LargestText || Encoding.UTF8.GetByteCount(text) > LargestText)
        {
            errors.Add(new FilePlace(1, 1), "the file is larger than 1 MiB; that is no rules file");
            return null;
        }

        byte[] utf8 = Encoding.UTF8.GetBytes(text.TrimStart('\uFEFF'));
        return new JsonTree(utf8, errors).ReadAll(utf8);
    }

    private JsonValue? ReadAll(byte[] utf8)
    {
        try
        {
            _reader.Read();
            JsonValue value = ReadValue();
            _reader.Read();
            return value;
        }
        catch (JsonException failure)
        {
            _errors.Add(PlaceOf(failure, utf8), "this is not JSON; look for a missing comma, quote or bracket here and before");
        }
        catch (InvalidOperationException)
        {
            _errors.Add(Here, "this text has half of a surrogate pair (\\uD800 … \\uDFFF); write the character itself");
        }
        catch (TooManyValuesException)
        {
            _errors.Add(Here, $"more than {MostValues} values; that is no rules file");
        }

        return null;
    }

    private JsonValue ReadValue()
    {
        if (++_values > MostValues)
            throw new TooManyValuesException();
        FilePlace at = Here;
        return _reader.TokenType switch
        {
            JsonTokenType.StartObject => new JsonValue(JsonTokenType.StartObject, at) { Members = ReadMembers() },
            JsonTokenType.StartArray => new JsonValue(JsonTokenType.StartArray, at) { Items = ReadItems() },
            JsonTokenType.String => new JsonValue(JsonTokenType.String, at) { Text = _reader.GetString()! },
            JsonTokenType.Number => new JsonValue(JsonTokenType.Number, at) { Text = Encoding.UTF8.GetString(_reader.ValueSpan) },
            JsonTokenType kind => new JsonValue(kind, at),
        };
    }

    private List<JsonMember> ReadMembers()
    {
        var members = new List<JsonMember>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            FilePlace at = Here;
            string name = _reader.GetString()!;
            _reader.Read();
            JsonValue value = ReadValue();
            if (names.Add(name))
                members.Add(new JsonMember(name, at, value));
            else
                _errors.Add(at, $"'{name}' is here twice; remove one");
        }

        return members;
    }

    private List<JsonValue> ReadItems()
    {
        var items = new List<JsonValue>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            items.Add(ReadValue());
        return items;
    }

    // The exception counts lines and bytes from 0.
    private static FilePlace PlaceOf(JsonException failure, byte[] utf8)
    {
        int start = 0;
        for (long line = failure.LineNumber ?? 0; line > 0; line--)
            start += utf8.AsSpan(start).IndexOf((byte)'\n') + 1;
        return new PlaceCounter(utf8).At(start + (failure.BytePositionInLine ?? 0));
    }

    private sealed class TooManyValuesException : Exception;
}
