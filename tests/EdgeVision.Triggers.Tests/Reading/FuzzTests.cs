using System.Text;
using EdgeVision.Testing;
using EdgeVision.Triggers.Engine;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Tests.Reading;

public class FuzzTests
{
    private static readonly string[] Seeds = [.. Documentation.RulesDocument.Examples, Scenario.RandomRules(new Prng(3))];

    private static readonly string[] Fragments =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "-1", "0", "1e999", "99999999999999999999", "\"\"", "\"\\ud800\"",
        "//", "/*", "\n", "\u0000",
        "\"on\"", "\"9999999999d\"", "\"0 of 0\"", "\"*\"", "\"pin:99999999999\"", "[[[[", "{\"a\":{\"a\":", "ä", "\ud834", "0.0000000001",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Mutated_files_are_refused_in_place_or_run(int seed)
    {
        var prng = new Prng((uint)seed * 7919);
        int refused = 0;
        for (int i = 0; i < 300; i++)
        {
            string text = Mutate(Seeds[prng.Next(0, Seeds.Length - 1)], prng);
            RuleSet rules = RuleSet.Parse(text, "fuzz.json");
            var context = new RuleContext { Labels = Scene.Labels, Pins = new BoardPins("board", []) };
            string[] lines = text.TrimStart('\uFEFF').Split('\n');
            foreach (RuleError error in rules.Check(context))
            {
                Assert.InRange(error.Place.Line, 1, lines.Length);
                Assert.InRange(error.Place.Column, 1, lines[error.Place.Line - 1].EnumerateRunes().Count() + 1);
                Assert.DoesNotContain('\n', error.ToString());
            }

            if (rules.Check(new RuleContext { Labels = Scene.Labels }).Count == 0)
                Play(rules, prng);
            else
                refused++;
        }

        // Both ways must be tried, or this test tests nothing.
        Assert.InRange(refused, 50, 295);
    }

    private static void Play(RuleSet rules, Prng prng)
    {
        var engine = new RuleEngine(rules, new RuleContext { Labels = Scene.Labels });
        var probabilities = new float[engine.ProbabilitiesPerFrame];
        for (int frame = 0; frame < 20; frame++)
        {
            foreach (ref float probability in probabilities.AsSpan())
                probability = (float)prng.NextDouble();
            engine.Frame(new FrameTime(frame * 50_000_000L, frame * 50_000_000L, default), probabilities);
        }
    }

    private static string Mutate(string text, Prng prng)
    {
        var mutated = new StringBuilder(text);
        for (int count = prng.Next(1, 3); count > 0 && mutated.Length > 4; count--)
        {
            int at = prng.Next(0, mutated.Length - 1);
            int length = Math.Min(prng.Next(1, 12), mutated.Length - at);
            switch (prng.Next(0, 5))
            {
                case 0:
                    mutated.Remove(at, length);
                    break;
                case 1:
                    mutated.Insert(at, Fragments[prng.Next(0, Fragments.Length - 1)]);
                    break;
                case 2:
                    mutated.Insert(at, mutated.ToString(prng.Next(0, mutated.Length - length), length));
                    break;
                case 3:
                    mutated[at] = (char)prng.Next(0, prng.Next(0, 9) == 0 ? 0xFFFF : 0x7F);
                    break;
                case 4:
                    ReplaceNumber(mutated, at, prng);
                    break;
                default:
                    mutated.Length = at;
                    break;
            }
        }

        return mutated.ToString();
    }

    private static void ReplaceNumber(StringBuilder text, int at, Prng prng)
    {
        while (at < text.Length && !char.IsAsciiDigit(text[at]))
            at++;
        if (at < text.Length)
            text[at] = (char)('0' + prng.Next(0, 9));
    }
}
