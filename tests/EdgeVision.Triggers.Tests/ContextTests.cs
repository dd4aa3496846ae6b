using EdgeVision.Triggers.Engine;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Tests;

public class ContextTests
{
    private static readonly BoardPins Board = new("Test Board",
    [
        new BoardPin(1, "3V3", null, null),
        new BoardPin(11, "GPIO17", 17, null),
        new BoardPin(12, "GPIO18", 18, null),
        new BoardPin(27, "GPIO0", 0, "it belongs to add-on boards"),
    ]);

    [Theory]
    [InlineData("17", "")]
    [InlineData("\"pin:12\"", "")]
    [InlineData("4", "Test Board has no GPIO4 on its header")]
    [InlineData("\"pin:41\"", "Test Board has no header pin 41")]
    [InlineData("\"pin:1\"", "header pin 1 of Test Board is 3V3; choose a GPIO pin")]
    [InlineData("0", "GPIO0 of Test Board is reserved: it belongs to add-on boards; choose another pin")]
    [InlineData("\"pin:27\"", "GPIO0 of Test Board is reserved")]
    public void Pins_must_be_there_and_free(string pin, string message)
    {
        IReadOnlyList<RuleError> errors = Parse($"\"lamp\": {{ \"pin\": {pin} }}").Check(new RuleContext { Pins = Board });
        if (message.Length == 0)
            Assert.Empty(errors);
        else
            Assert.Contains(message, Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_names_of_one_pin_are_the_same_pin_once_the_board_is_known()
    {
        RuleSet rules = Parse("\"lamp\": { \"pin\": 18 }, \"other\": { \"pin\": \"pin:12\" }");
        Assert.Empty(rules.Check(new RuleContext()));
        Assert.Equal(
            "rules.json:1:62: the pin pin:12 is used by the output 'lamp' too; choose another pin",
            Assert.Single(rules.Check(new RuleContext { Pins = Board })).ToString());
    }

    [Fact]
    public void Pins_are_resolved_to_their_numbers()
    {
        Assert.Equal(18, Board.Resolve(new PinName(12, OnHeader: true)));
        Assert.Equal(17, Board.Resolve(new PinName(17, OnHeader: false)));
        Assert.Empty(Assert.Throws<RulesException>(() => Board.Resolve(new PinName(0, OnHeader: false))).Errors);
    }

    [Theory]
    [InlineData("\"tiger cat\"", "")]
    [InlineData("\"TIGER CAT\"", "")]
    [InlineData("\"*cat\"", "")]
    [InlineData("\"?abby\"", "")]
    [InlineData("2", "")]
    [InlineData("\"tigercat\"", "the model has no label 'tigercat'; did you mean 'tiger cat'?")]
    [InlineData("\"zebra\"", "the model has no label 'zebra'; there are 'tabby', 'tiger cat', 'dog'")]
    [InlineData("\"cat\"", "the model has no label 'cat'")]
    [InlineData("\"*bird\"", "no label of the model is like '*bird'")]
    [InlineData("3", "the model has no class 3; its classes are 0 to 2")]
    public void Labels_must_be_the_models(string label, string message)
    {
        IReadOnlyList<RuleError> errors = Parse("\"lamp\": { \"pin\": 17 }", label)
            .Check(new RuleContext { Labels = ["tabby", "tiger cat", "dog"] });
        if (message.Length == 0)
            Assert.Empty(errors);
        else
            Assert.Contains(message, Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_engine_takes_only_rules_without_errors()
    {
        RuleSet rules = Parse("\"lamp\": { \"pin\": 4 }", "\"zebra\"");
        var failure = Assert.Throws<RulesException>(() => new RuleEngine(rules, new RuleContext { Labels = ["dog"], Pins = Board }));
        Assert.Equal(2, failure.Errors.Count);
        Assert.Equal(failure.Errors[0].ToString(), failure.Message);
        Assert.Throws<ArgumentException>(() => new RuleEngine(rules, new RuleContext { Pins = Board }));
    }

    private static RuleSet Parse(string outputs, string label = "0") => RuleSet.Parse(
        $$"""
        { "version": 1, "outputs": { {{outputs}} }, "rules": [
            { "name": "x", "when": { "label": {{label}}, "at_least": 0.5 }, "then": [{ "output": "lamp", "do": "on" }] }] }
        """,
        "rules.json");
}
