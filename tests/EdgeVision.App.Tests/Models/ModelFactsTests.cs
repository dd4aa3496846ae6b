using EdgeVision.App.Models;

namespace EdgeVision.App.Tests.Models;

public class ModelFactsTests
{
    [Fact]
    public void Every_field_is_read_as_it_was_written()
    {
        var facts = new ModelFacts
        {
            Purpose = "finds „people“",
            Origin = "here",
            Licence = "MIT",
            Sha256 = "ab",
            Notice = "two\nlines",
            Preprocess = "crop=1",
            Golden = new GoldenRun(uint.MaxValue, "cd"),
        };
        using var folder = new TempFolder();
        facts.Save(folder["model.json"]);
        Assert.Equal(facts, ModelFacts.Load(folder["model.json"]));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"golden\": null, \"notice\": null}")]
    public void Everything_may_be_absent(string text) => Assert.Equal(new ModelFacts(), ModelFactsOf(text));

    [Theory]
    [InlineData("", 1, "")]
    [InlineData("[]", 1, "object")]
    [InlineData("{\n\"notice\": 1}", 2, "")]
    [InlineData("{\n\n\"notes\": \"x\"}", 3, "'notes'")]
    [InlineData("{\"golden\": {\"seed\": 1,\n \"more\": 2}}", 2, "'more'")]
    [InlineData("{\"golden\": {\"seed\": 1}}", 1, "output_sha256")]
    [InlineData("{\"golden\": {\"output_sha256\": \"x\"}}", 1, "seed")]
    [InlineData("{\"golden\":\n {\"seed\": -1, \"output_sha256\": \"x\"}}", 2, "")]
    [InlineData("{\"golden\": \"x\"}", 1, "object")]
    [InlineData("{\"notice\": \"\\ud800\"}", 1, "")]
    [InlineData("{}\n{}", 2, "")]
    [InlineData("{\"notice\": \"x\",\n", 2, "")]
    public void What_is_wrong_is_one_line_that_names_it(string text, int line, string named)
    {
        string message = Assert.Throws<BadInputException>(() => ModelFactsOf(text)).Message;
        Assert.Contains($"model.json: line {line}: ", message, StringComparison.Ordinal);
        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    private static ModelFacts ModelFactsOf(string text)
    {
        using var folder = new TempFolder();
        return ModelFacts.Load(folder.Write("model.json", text));
    }
}
