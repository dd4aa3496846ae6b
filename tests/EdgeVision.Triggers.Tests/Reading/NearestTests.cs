using EdgeVision.Testing;
using EdgeVision.Triggers.Reading;

namespace EdgeVision.Triggers.Tests.Reading;

public class NearestTests
{
    [Theory]
    [InlineData("persom", "did you mean 'person'?")]
    [InlineData("PERSON", "did you mean 'person'?")]
    [InlineData("eprson", "did you mean 'person'?")]
    [InlineData("elephant", "there are 'cat', 'dog', 'person'")]
    public void The_nearest_choice_is_suggested(string written, string suggestion) =>
        Assert.Equal(suggestion, Nearest.Suggest(written, ["cat", "dog", "person"]));

    [Fact]
    public void Few_choices_are_listed_and_many_counted()
    {
        Assert.Equal("there are none", Nearest.Suggest("x", []));
        Assert.Equal("there is 'something'", Nearest.Suggest("x", ["something"]));
        Assert.Equal("there are 1000, such as 'label 0'", Nearest.Suggest("x", [.. Enumerable.Range(0, 1000).Select(i => $"label {i}")]));
    }

    [Fact]
    public void The_distance_is_as_its_definition_says()
    {
        var prng = new Prng(7);
        for (int i = 0; i < 300; i++)
        {
            string a = Word(prng), b = Word(prng);
            Assert.Equal(Slow(a, b), Nearest.Distance(a, b));
        }
    }

    private static string Word(Prng prng) => string.Concat(Enumerable.Range(0, prng.Next(0, 5)).Select(_ => (char)('a' + prng.Next(0, 2))));

    private static int Slow(string a, string b) =>
        a.Length == 0 || b.Length == 0
            ? a.Length + b.Length
            : Math.Min(Math.Min(Slow(a[1..], b), Slow(a, b[1..])) + 1, Slow(a[1..], b[1..]) + (a[0] == b[0] ? 0 : 1));
}
