using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EdgeVision.Triggers.Tests.Documentation;

/// <summary>As much of JSON Schema as <c>rules.schema.json</c> uses.</summary>
internal static class SchemaCheck
{
    private static readonly HashSet<string> Annotations = ["$schema", "$defs", "title", "description", "default", "propertyNames"];

    /// <summary>What of <paramref name="value"/> the schema refuses, or <see langword="null"/>.</summary>
    public static string? Find(JsonNode schema, JsonNode value) => Find(schema, schema, value, "");

    private static string? Find(JsonNode root, JsonNode schema, JsonNode? value, string path) => schema.AsObject()
        .Select(rule => Check(root, schema, rule.Key, rule.Value!, value) is { } problem ? $"{path}/{rule.Key}: {problem}" : null)
        .FirstOrDefault(problem => problem is not null);

    private static string? Check(JsonNode root, JsonNode schema, string keyword, JsonNode rule, JsonNode? value) => keyword switch
    {
        "$ref" => Find(root, root["$defs"]![rule.GetValue<string>()["#/$defs/".Length..]]!, value, rule.GetValue<string>()),
        "type" => Unless(IsOfType(rule.GetValue<string>(), value), value),
        "const" => Unless(JsonNode.DeepEquals(rule, value), value),
        "enum" => Unless(rule.AsArray().Any(choice => JsonNode.DeepEquals(choice, value)), value),
        "anyOf" => Unless(rule.AsArray().Any(choice => Find(root, choice!, value, "") is null), value),
        "oneOf" => Unless(rule.AsArray().Count(choice => Find(root, choice!, value, "") is null) == 1, value),
        "required" => value is JsonObject o ? rule.AsArray().Select(k => k!.GetValue<string>()).FirstOrDefault(k => !o.ContainsKey(k)) : null,
        "dependentRequired" => value is JsonObject given
            ? rule.AsObject().Where(k => given.ContainsKey(k.Key)).SelectMany(k => k.Value!.AsArray()).Select(k => k!.GetValue<string>())
                .FirstOrDefault(k => !given.ContainsKey(k))
            : null,
        "properties" => Any(value as JsonObject, member => rule[member.Key] is { } inner ? Find(root, inner, member.Value, member.Key) : null),
        "additionalProperties" => Any(value as JsonObject, member => schema["properties"]?[member.Key] is not null ? null
            : rule.GetValueKind() == JsonValueKind.False ? member.Key : Find(root, rule, member.Value, member.Key)),
        "items" => First((value as JsonArray)?.Select(item => Find(root, rule, item, "item"))),
        "prefixItems" => First((value as JsonArray)?.Zip(rule.AsArray(), (item, inner) => Find(root, inner!, item, "item"))),
        "minItems" => Unless(value is not JsonArray { Count: var n } || n >= rule.GetValue<int>(), value),
        "maxItems" => Unless(value is not JsonArray { Count: var n } || n <= rule.GetValue<int>(), value),
        "uniqueItems" => Unless(value is not JsonArray words || words.DistinctBy(word => word!.ToJsonString()).Count() == words.Count, value),
        "minProperties" => Unless(value is not JsonObject { Count: var n } || n >= rule.GetValue<int>(), value),
        "maxProperties" => Unless(value is not JsonObject { Count: var n } || n <= rule.GetValue<int>(), value),
        "minLength" => Unless(TextOf(value) is not { } text || text.Length >= rule.GetValue<int>(), value),
        "maxLength" => Unless(TextOf(value) is not { } text || text.Length <= rule.GetValue<int>(), value),
        "pattern" => Unless(TextOf(value) is not { } text || Regex.IsMatch(text, rule.GetValue<string>()), value),
        "minimum" => Unless(NumberOf(value) is not { } number || number >= rule.GetValue<double>(), value),
        "exclusiveMinimum" => Unless(NumberOf(value) is not { } number || number > rule.GetValue<double>(), value),
        "maximum" => Unless(NumberOf(value) is not { } number || number <= rule.GetValue<double>(), value),
        _ => Annotations.Contains(keyword) ? null : throw new NotSupportedException(keyword),
    };

    private static string? Unless(bool good, JsonNode? value) => good ? null : value?.ToJsonString() ?? "null";

    private static string? Any(JsonObject? value, Func<KeyValuePair<string, JsonNode?>, string?> check) =>
        First(value?.Select(check));

    private static string? First(IEnumerable<string?>? problems) => problems?.FirstOrDefault(problem => problem is not null);

    private static string? TextOf(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static double? NumberOf(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Number ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture) : null;

    private static bool IsOfType(string type, JsonNode? value) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => TextOf(value) is not null,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" => NumberOf(value) is not null,
        "integer" => NumberOf(value) is { } number && double.IsInteger(number),
        _ => throw new NotSupportedException(type),
    };
}
