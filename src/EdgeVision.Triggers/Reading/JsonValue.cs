using System.Text.Json;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Reading;

/// <summary>A value of a JSON text together with its place.</summary>
internal sealed class JsonValue(JsonTokenType kind, FilePlace at)
{
    public JsonTokenType Kind => kind;

    public FilePlace At => at;

    /// <summary>The content of a string, or a number as it is written.</summary>
    public string Text { get; init; } = "";

    /// <summary>The items of an array.</summary>
    public IReadOnlyList<JsonValue> Items { get; init; } = [];

    /// <summary>The members of an object, in the order of the file.</summary>
    public IReadOnlyList<JsonMember> Members { get; init; } = [];

    public bool IsString => kind == JsonTokenType.String;
}

/// <summary>A member of an object.</summary>
internal sealed record JsonMember(string Name, FilePlace At, JsonValue Value);
