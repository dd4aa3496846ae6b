using EdgeVision.Triggers.Reading;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Tests.Documentation;

public class RulesDocumentTests
{
    [Fact]
    public void Every_example_is_a_good_rules_file()
    {
        Assert.InRange(RulesDocument.Examples.Length, 5, 50);
        var context = new RuleContext { Labels = Scene.Labels };
        Assert.All(RulesDocument.Examples, example => Assert.Empty(RuleSet.Parse(example, "rules.md").Check(context)));
    }

    [Fact]
    public void Every_key_is_documented() =>
        Assert.All(
            Keys.All.SelectMany(keys => keys.Names).Distinct(),
            key => Assert.Contains($"`{key}`", RulesDocument.Text, StringComparison.Ordinal));

    [Fact]
    public void The_message_in_the_document_is_what_is_told()
    {
        string file = """
            {
              "version": 1,
              "outputs": {
                "lamp": { "pin": 17 }
              },
              "rules": [
                {
                  "name": "lamp",
                  "when": { "label": "persom", "at_least": 0.7 },
                  "then": [{ "output": "lamp", "do": "on" }]
                }
              ]
            }
            """;
        RuleError error = Assert.Single(RuleSet.Parse(file, "rules.json").Check(new RuleContext { Labels = Scene.Labels }));
        Assert.Contains($"```text\n{error}\n```", RulesDocument.Text, StringComparison.Ordinal);
    }
}
