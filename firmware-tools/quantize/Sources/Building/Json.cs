using System.Text.Json;

namespace EdgeVision.Quantize.Sources.Building;

/// <summary>JSON of untrusted files: after <see cref="Parse"/> no access throws, a member of another kind is like a missing one.</summary>
internal static class Json
{
    /// <summary>The root of a text that is valid to its last string.</summary>
    /// <param name="file">For messages.</param>
    /// <param name="what">What the text is, such as "model_config".</param>
    /// <param name="text">UTF-8.</param>
    public static JsonElement Parse(SourceFile file, string what, ReadOnlyMemory<byte> text)
    {
        try
        {
            RequireWellFormedStrings(text.Span);
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw file.Error($"{what} is not valid JSON ({e.Message}); the file is damaged", e);
        }
    }

    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value)
        && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? Text(this JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    public static string? Text(this JsonElement element, string name) => element.Member(name)?.Text();

    public static int? Integer(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int value) ? value : null;

    public static double? Number(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double value) && double.IsFinite(value) ? value : null;

    public static bool? Boolean(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>The elements of an array, or none.</summary>
    public static IEnumerable<JsonElement> Elements(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>An array of integers, or <see langword="null"/>.</summary>
    public static int[]? Integers(this JsonElement? element)
    {
        if (element is not { ValueKind: JsonValueKind.Array } array)
            return null;
        var values = new int[array.GetArrayLength()];
        int i = 0;
        foreach (JsonElement item in array.EnumerateArray())
        {
            if (item.Integer() is not { } value)
                return null;
            values[i++] = value;
        }

        return values;
    }

    // A lone surrogate escape is accepted by the parser and thrown at whoever reads the string.
    private static void RequireWellFormedStrings(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                reader.GetString();
        }
    }
}
