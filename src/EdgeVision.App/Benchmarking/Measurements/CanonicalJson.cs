using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace EdgeVision.App.Benchmarking.Measurements;

/// <summary>
/// JSON without what does not matter: no white space, the members of each object by their names (ordinal), strings with the escapes that
/// <see cref="Utf8JsonWriter"/> uses by default, numbers as they are written.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>SHA-256 of an object's canonical form without one of its members; lower-case hexadecimal.</summary>
    public static string Sha256(JsonElement document, string without)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
            WriteObject(writer, document.EnumerateObject().Where(member => member.Name != without));
        return Convert.ToHexStringLower(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    /// <summary>Where there are nulls: <c>board.model</c>, <c>before.clocks.0.limit_khz</c>.</summary>
    public static IEnumerable<string> Nulls(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Below(member.Name, member.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany((item, i) => Below(i.ToString(CultureInfo.InvariantCulture), item)),
        _ => [],
    };

    private static IEnumerable<string> Below(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Null ? [name] : Nulls(value).Select(path => $"{name}.{path}");

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(writer, value.EnumerateObject());
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                writer.WriteRawValue(value.GetRawText());
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, IEnumerable<JsonProperty> members)
    {
        writer.WriteStartObject();
        foreach (JsonProperty member in members.OrderBy(member => member.Name, StringComparer.Ordinal))
        {
            writer.WritePropertyName(member.Name);
            Write(writer, member.Value);
        }

        writer.WriteEndObject();
    }
}
