using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeVision.Testing;
using EdgeVision.Triggers.Reading;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Tests.Documentation;

public class SchemaTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(RuleSet.JsonSchema)!;

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    [Fact]
    public void The_schema_and_the_reader_know_the_same_keys()
    {
        Dictionary<string, string[]> schema = Schema["$defs"]!.AsObject()
            .Where(definition => definition.Value!["additionalProperties"] is not null)
            .ToDictionary(definition => definition.Key, definition => KeysOf(definition.Value!));
        Assert.Equal(Keys.All.Select(keys => keys.Name).Order(), schema.Keys.Order());
        Assert.All(Keys.All, keys => Assert.Equal(keys.Names.Order(), schema[keys.Name].Order()));
        Assert.All(schema.Keys, name => Assert.False(Schema["$defs"]![name]!["additionalProperties"]!.GetValue<bool>()));
    }

    [Fact]
    public void The_schema_and_the_reader_require_the_same_keys()
    {
        foreach (string example in RulesDocument.Examples)
        {
            JsonNode file = JsonNode.Parse(example, documentOptions: Lenient)!;
            Assert.Null(SchemaCheck.Find(Schema, file));
            foreach ((JsonObject parent, string key) in Members(file).ToArray())
            {
                JsonNode? value = parent[key];
                parent.Remove(key);
                string[] told = [.. RuleSet.Parse(file.ToJsonString(), "x").Check(new RuleContext()).Select(error => error.Message)];
                bool missing = told.Any(message => message.StartsWith($"'{key}' is missing", StringComparison.Ordinal));
                bool refused = SchemaCheck.Find(Schema, file) is not null;
                Assert.True(refused ? told.Length > 0 : !missing, $"without {key}: {file.ToJsonString()}");
                parent[key] = value;
            }
        }
    }

    [Fact]
    public void Whatever_the_reader_accepts_the_schema_accepts()
    {
        var prng = new Prng(21);
        for (int i = 0; i < 50; i++)
            Assert.Null(SchemaCheck.Find(Schema, JsonNode.Parse(Scenario.RandomRules(prng), documentOptions: Lenient)!));
    }

    [Theory]
    [InlineData("\"2s\"", "\"2 sec\"")]
    [InlineData("17", "\"17\"")]
    [InlineData("0.7", "1.7")]
    [InlineData("\"on\"", "\"onn\"")]
    [InlineData("\"lamp\": {", "\"lamp\": { \"frequency\": 100,")]
    public void What_both_can_see_both_refuse(string find, string replace)
    {
        const string Good = """
            {
              "version": 1, "stale": { "after": "2s" }, "outputs": { "lamp": { "pin": 17 } },
              "rules": [{ "name": "x", "when": { "label": 0, "at_least": 0.7 }, "then": [{ "output": "lamp", "do": "on" }] }]
            }
            """;
        string bad = Good.Replace(find, replace, StringComparison.Ordinal);
        Assert.Null(SchemaCheck.Find(Schema, JsonNode.Parse(Good)!));
        Assert.NotNull(SchemaCheck.Find(Schema, JsonNode.Parse(bad)!));
        Assert.NotEmpty(RuleSet.Parse(bad, "x").Check(new RuleContext()));
    }

    private static string[] KeysOf(JsonNode definition) => [.. definition["properties"]!.AsObject().Select(property => property.Key)];

    // Only keys that the format gives, not names that the user gives.
    private static IEnumerable<(JsonObject Parent, string Key)> Members(JsonNode? node) => node switch
    {
        JsonArray array => array.SelectMany(Members),
        JsonObject parent => parent.ToArray().SelectMany(member => Members(member.Value)
            .Concat(Keys.All.Any(keys => keys.Names.Contains(member.Key)) && member.Key is not ("zone" or "stale") ? [(parent, member.Key)] : [])),
        _ => [],
    };
}
