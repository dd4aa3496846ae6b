using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Tests.Reading;

/// <summary>Each case breaks a good file in one place; § marks where the error must be.</summary>
public class RefusalTests
{
    private const string Good = """
        {
          "version": 1,
          "stale": { "after": "2s" }, /* ä𝄞 */ "zones": { "door": { "x": 0.5, "y": 0, "width": 0.5, "height": 1 } },
          "inputs": { "arm": { "pin": 23, "use": "arm" } },
          "outputs": {
            "lamp": { "pin": 17 },
            "fan": { "pin": 18, "kind": "pwm" },
            "gate": { "pin": 12, "kind": "servo", "safe": 0, "range": 90 },
            "idle": { "pin": 13, "idle": "on" }
          },
          "rules": [
            {
              "name": "one",
              "when": { "label": "person", "at_least": 0.7, "frames": "3 of 5", "schedule": { "from": "22:00", "to": "06:00" } },
              "then": [{ "output": "lamp", "do": "on" }, { "output": "fan", "do": "pwm", "duty": 1 }]
            },
            { "name": "two", "when": { "label": "p*", "at_least": 0.7, "zone": "door" }, "then": [{ "output": "gate", "do": "servo", "angle": 9 }] }
          ]
        }
        """;

    public static TheoryData<string, string, string> Cases => new()
    {
        // The file.
        { "\"version\": 1,", "\"version\" §1,", "this is not JSON" },
        { "\"version\": 1,", "\"version\": §2,", "only version 1 is known" },
        { "\"version\": 1,", "\"version\": §\"1\",", "only version 1 is known" },
        { "{\n  \"version\": 1,", "§{", "'version' is missing here (rules-file)" },
        { "\"zones\"", "§\"zone\"", "'zone' is not known here (rules-file); did you mean 'zones'?" },
        { "\"fan\": {", "§\"lamp\": {", "'lamp' is here twice" },
        { "\"2s\"", "§\"2 sec\"", "a duration belongs here" },
        { "\"2s\"", "§2", "a duration belongs here" },
        { "\"2s\"", "§\"61s\"", "the duration must be from 100ms to 1m" },
        { "{ \"after\": \"2s\" }", "§7", "an object {…} belongs here (stale), with 'after'" },

        // Zones.
        { "{ \"x\": 0.5, \"y\": 0, \"width\": 0.5, \"height\": 1 }", "§{ \"x\": 0.6, \"y\": 0, \"width\": 0.5, \"height\": 1 }", "reaches out of the picture" },
        { "{ \"x\": 0.5, \"y\": 0, \"width\": 0.5, \"height\": 1 }", "§{ \"x\": 0.5, \"y\": 0.1, \"width\": 0.5, \"height\": 1 }", "reaches out of the picture" },
        { "{ \"x\": 0.5, \"y\": 0, \"width\": 0.5, \"height\": 1 }", "§{ \"x\": 0.5, \"y\": 0, \"width\": 0, \"height\": 1 }", "is empty" },
        { "{ \"x\": 0.5, \"y\": 0, \"width\": 0.5, \"height\": 1 }", "§{ \"x\": 0.5, \"y\": 0, \"width\": 0.5, \"height\": 0 }", "is empty" },
        { "\"x\": 0.5", "\"x\": §-0.5", "a number from 0 to 1 belongs here" },
        { "\"x\": 0.5", "\"x\": §1e999", "a number from 0 to 1 belongs here" },
        { "\"x\": 0.5", "\"x\": §\"0.5\"", "a number from 0 to 1 belongs here" },
        { "{ \"x\": 0.5, ", "§{ ", "'x' is missing here (zone); add it" },
        { "\"door\": {", "§\"\": {", "a name has 1 to 64 characters" },
        { "\"zone\": \"door\"", "\"zone\": §\"dor\"", "there is no zone 'dor'; did you mean 'door'?" },

        // Inputs and pins.
        { "\"use\": \"arm\"", "\"use\": §\"arn\"", "'arn' is not possible here; did you mean 'arm'?" },
        { "\"use\": \"arm\"", "\"use\": §true", "a word in quotes belongs here: arm, snapshot, teach" },
        { "{ \"pin\": 23, \"use\": \"arm\" }", "§{ \"pin\": 23 }", "'use' is missing here (input)" },
        { "\"use\": \"arm\" }", "\"use\": \"arm\" }, \"arm 2\": §{ \"pin\": 24, \"use\": \"arm\" }", "only one input with \"use\": \"arm\"" },
        { "\"pin\": 23", "\"pin\": 23, \"debounce\": §\"2s\"", "the duration must be from 0ms to 1s" },
        { "\"pin\": 23", "\"pin\": §17.5", "a pin belongs here" },
        { "\"pin\": 23", "\"pin\": §-1", "a pin belongs here" },
        { "\"pin\": 23", "\"pin\": §\"23\"", "a pin belongs here" },
        { "\"pin\": 23", "\"pin\": §\"pin:x\"", "a pin belongs here" },
        { "\"pin\": 23", "\"pin\": §1001", "a pin belongs here" },
        { "\"lamp\": { \"pin\": 17 }", "\"lamp\": §{ \"pin\": 23 }", "the pin 23 is used by the input 'arm' too" },
        { "\"pin\": 17 }", "\"pin\": 17 }, \"lamp 2\": §{ \"pin\": 17 }", "the pin 17 is used by the output 'lamp' too" },

        // Outputs.
        { "\"pin\": 17 }", "\"pin\": 17, \"kind\": §\"relay\" }", "'relay' is not possible here" },
        { "\"pin\": 17 }", "\"pin\": 17, \"safe\": §0 }", "a word in quotes belongs here: on, off" },
        { "\"pin\": 17 }", "\"pin\": 17, §\"frequency\": 100 }", "'frequency' is not known here (switch-output)" },
        { "\"kind\": \"pwm\"", "\"kind\": \"pwm\", §\"active\": \"low\"", "'active' is not known here (pwm-output)" },
        { "\"kind\": \"pwm\"", "\"kind\": \"pwm\", \"frequency\": §0", "a number from 1 to 1000 belongs here" },
        { "\"safe\": 0, \"range\": 90", "\"safe\": §91, \"range\": 90", "a number from 0 to 90 belongs here" },
        { "{ \"pin\": 12, \"kind\": \"servo\", \"safe\": 0,", "§{ \"pin\": 12, \"kind\": \"servo\",", "'safe' is missing here (servo-output)" },
        { "{ \"pin\": 12,", "§{ \"pin\": 12, \"shortest_pulse\": \"2.5ms\",", "'shortest_pulse' must be shorter than 'longest_pulse'" },
        { "\"range\": 90", "\"range\": 90, \"longest_pulse\": §\"3ms\"", "the duration must be from 0.5ms to 2.5ms" },

        // Rules.
        { "\"name\": \"two\"", "\"name\": §\"one\"", "another rule is called 'one' too" },
        { "\"name\": \"two\"", "\"name\": §\"\"", "a text in quotes belongs here: one line of 1 to 64 characters" },
        { "\"name\": \"two\"", "\"name\": §\"a\\nb\"", "one line of 1 to 64 characters" },
        { "\"name\": \"two\"", "\"name\": \"two\", §\"holt\": \"1s\"", "'holt' is not known here (rule); did you mean 'hold'?" },
        { "\"name\": \"two\"", "\"name\": \"two\", \"hold\": §\"8d\"", "the duration must be from 0ms to 7d" },
        { "\"name\": \"two\"", "\"name\": \"two\", \"hold\": \"2s\", \"minimum_on\": §\"2s\"", "'minimum_on' has no effect" },
        { "\"name\": \"two\"", "\"name\": \"two\", \"hold\": \"2s\", \"minimum_off\": \"1s\", \"cooldown\": §\"3s\"", "'cooldown' has no effect, because it counts from turning on, and the rule stays on and off for 3s" },
        { "\"then\": [{ \"output\": \"gate\", \"do\": \"servo\", \"angle\": 9 }]", "\"then\": §[]", "a list […] of 1 to 16 items belongs here" },
        { "\"then\": [{ \"output\": \"gate\", \"do\": \"servo\", \"angle\": 9 }]", "\"then\": §{}", "a list […] of 1 to 16 items belongs here" },

        // Conditions.
        { "\"at_least\": 0.7, \"zone\"", "\"at_least\": §1.5, \"zone\"", "a number from 0 to 1 belongs here" },
        { "\"at_least\": 0.7, \"zone\"", "\"at_least\": §0, \"zone\"", "every frame has a probability of at least 0" },
        { "\"at_least\": 0.7, \"zone\"", "\"at_least\": §1e-300, \"zone\"", "every frame has a probability of at least 0" },
        { "\"at_least\": 0.7, \"zone\"", "\"at_least\": 0.7, \"until_below\": §0.71, \"zone\"", "'until_below' is above 'at_least'" },
        { "{ \"label\": \"p*\", \"at_least\": 0.7, \"zone\"", "§{ \"label\": \"p*\", \"zone\"", "'at_least' is missing here (when)" },
        { "\"label\": \"p*\"", "\"label\": §1.5", "a whole number from 0" },
        { "\"label\": \"p*\"", "\"label\": §-1", "a whole number from 0" },
        { "\"3 of 5\"", "§\"3/5\"", "a count of frames belongs here" },
        { "\"3 of 5\"", "§\"3 of -5\"", "a count of frames belongs here" },
        { "\"3 of 5\"", "§3", "a count of frames belongs here" },
        { "\"3 of 5\"", "§\"6 of 5\"", "'6 of 5' is not possible" },
        { "\"3 of 5\"", "§\"0 of 5\"", "'0 of 5' is not possible" },
        { "\"3 of 5\"", "§\"3 of 65\"", "'3 of 65' is not possible" },
        { "\"zone\": \"door\"", "\"armed\": §1", "true or false belongs here" },
        { "{ \"from\": \"22:00\", \"to\": \"06:00\" }", "§{ \"from\": \"22:00\", \"to\": \"22:00\" }", "has no length" },
        { "{ \"from\": \"22:00\", \"to\": \"06:00\" }", "§{ \"from\": \"22:00\" }", "'to' is missing here (schedule)" },
        { "{ \"from\": \"22:00\", \"to\": \"06:00\" }", "§{}", "an empty schedule says nothing" },
        { "\"22:00\"", "§\"24:00\"", "can end at 24:00 but not begin then" },
        { "\"22:00\"", "§\"25:00\"", "a time of day belongs here" },
        { "\"22:00\"", "§\"9:00\"", "a time of day belongs here" },
        { "\"to\": \"06:00\"", "\"to\": \"06:00\", \"days\": [\"mon\", §\"mon\"]", "'mon' is here twice" },
        { "\"to\": \"06:00\"", "\"to\": \"06:00\", \"days\": [§\"monday\"]", "'monday' is not possible here" },
        { "\"to\": \"06:00\"", "\"to\": \"06:00\", \"days\": §[]", "a list […] of 1 to 7 items belongs here" },

        // Actions.
        { "{ \"output\": \"lamp\", \"do\": \"on\" }", "§{ \"output\": \"lamp\" }", "an object {…} with a key 'do' belongs here" },
        { "\"do\": \"on\"", "\"do\": §\"onn\"", "'onn' is not possible here; did you mean 'on'?" },
        { "\"do\": \"on\"", "\"do\": \"on\", §\"for\": \"1s\"", "'for' is not known here (on-action)" },
        { "\"output\": \"lamp\", \"do\"", "\"output\": §\"lamb\", \"do\"", "there is no output 'lamb'; did you mean 'lamp'?" },
        { "\"output\": \"lamp\", \"do\"", "\"output\": §\"fan\", \"do\"", "'fan' is a pwm output, and this needs a switch" },
        { "{ \"output\": \"fan\", \"do\": \"pwm\", \"duty\": 1 }", "{ \"output\": §\"gate\", \"do\": \"pwm\", \"duty\": 1 }", "'gate' is a servo output, and this needs a pwm" },
        { "{ \"output\": \"gate\", \"do\": \"servo\", \"angle\": 9 }", "{ \"output\": §\"idle\", \"do\": \"servo\", \"angle\": 9 }", "'idle' is a switch output, and this needs a servo" },
        { "\"duty\": 1 }", "\"duty\": §1.1 }", "a number from 0 to 1 belongs here" },
        { "\"angle\": 9 ", "\"angle\": §91 ", "a number from 0 to 90 belongs here" },
        { "{ \"output\": \"gate\", \"do\": \"servo\", \"angle\": 9 }", "§{ \"output\": \"lamp\", \"do\": \"on\" }", "'lamp' is driven by the rule 'one' too; use another output, or give it \"share\": \"any\"" },
        { "{ \"output\": \"fan\", \"do\": \"pwm\", \"duty\": 1 }", "§{ \"output\": \"lamp\", \"do\": \"off\" }", "'lamp' is driven twice in this list" },
        { "{ \"output\": \"fan\", \"do\": \"pwm\", \"duty\": 1 }", "§{ \"output\": \"idle\", \"do\": \"pulse\", \"for\": \"1s\" }", "a pulse on 'idle' would not show" },
        { "\"do\": \"on\" }", "\"do\": \"pulse\", \"for\": §\"9ms\" }", "the duration must be from 10ms to 7d" },
        { "\"do\": \"on\" }", "\"do\": \"pattern\", \"steps\": §[] }", "a list […] of 1 to 64 items belongs here" },
        { "\"do\": \"on\" }", "\"do\": \"pattern\", \"steps\": [§[\"on\"]] }", "a step belongs here" },
        { "\"do\": \"on\" }", "\"do\": \"pattern\", \"steps\": [§\"on\"] }", "a step belongs here" },
        { "\"do\": \"on\" }", "\"do\": \"pattern\", \"steps\": [[§\"up\", \"1s\"]] }", "'up' is not possible here" },
        { "\"do\": \"on\" }", "\"do\": \"pattern\", \"steps\": [[\"on\", §\"1ms\"]] }", "the duration must be from 10ms to 7d" },
        { "\"do\": \"on\" }", "\"do\": \"pattern\", \"steps\": [[\"on\", \"1s\"]], \"repeat\": §0 }", "a whole number from 1 to 1000 belongs here" },
        { "{ \"output\": \"lamp\", \"do\": \"on\" }", "{ \"do\": \"webhook\", \"url\": §\"ftp://host/\" }", "a web address belongs here" },
        { "{ \"output\": \"lamp\", \"do\": \"on\" }", "{ \"do\": \"webhook\", \"url\": §\"/path\" }", "a web address belongs here" },
        { "{ \"output\": \"lamp\", \"do\": \"on\" }", "{ \"do\": \"webhook\", \"url\": \"http://x\", \"retry\": §11 }", "a whole number from 0 to 10 belongs here" },
        { "{ \"output\": \"lamp\", \"do\": \"on\" }", "{ \"do\": \"command\", \"run\": [§\"\"] }", "the program or an argument belongs here" },
        { "{ \"output\": \"lamp\", \"do\": \"on\" }", "{ \"do\": \"command\", \"run\": [\"x\", §\"a\\u0000\"] }", "the program or an argument belongs here" },
        { "{ \"output\": \"lamp\", \"do\": \"on\" }", "{ \"do\": \"command\", \"run\": §\"x\" }", "a list […] of 1 to 64 items belongs here" },
        { "{ \"output\": \"lamp\", \"do\": \"on\" }", "{ \"do\": \"snapshot\", §\"output\": \"lamp\" }", "'output' is not known here (snapshot-action)" },
    };

    [Fact]
    public void The_good_file_is_good() => Assert.Empty(RuleSet.Parse(Good, "good.json").Check(new RuleContext()));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_mistake_is_told_with_its_place(string find, string replace, string message)
    {
        Assert.Contains(find, Good, StringComparison.Ordinal);
        int at = Good.IndexOf(find, StringComparison.Ordinal);
        string marked = Good.Remove(at, find.Length).Insert(at, replace);
        string[] before = marked[..marked.IndexOf('§', StringComparison.Ordinal)].Split('\n');
        int column = before[^1].EnumerateRunes().Count() + 1;
        RuleError error = RuleSet.Parse(marked.Replace("§", "", StringComparison.Ordinal), "bad.json").Check(new RuleContext())[0];
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith($"bad.json:{before.Length}:{column}: ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_servo_cannot_be_shared()
    {
        string bad = Good.Replace("{ \"output\": \"lamp\", \"do\": \"on\" }", "{ \"output\": \"gate\", \"do\": \"servo\", \"angle\": 1 }", StringComparison.Ordinal);
        RuleError error = Assert.Single(RuleSet.Parse(bad, "bad.json").Check(new RuleContext()));
        Assert.Equal("'gate' is driven by the rule 'one' too; use another output", error.Message);
        Assert.Equal(17, error.Place.Line);
    }

    [Fact]
    public void All_mistakes_are_told_in_the_order_of_the_file()
    {
        string bad = Good.Replace("\"2s\"", "2", StringComparison.Ordinal).Replace("\"lamp\", \"do\"", "\"lamb\", \"do\"", StringComparison.Ordinal)
            .Replace("\"pin\": 13", "\"pin\": 23", StringComparison.Ordinal);
        IReadOnlyList<RuleError> errors = RuleSet.Parse(bad, "bad.json").Check(new RuleContext { Labels = ["persons"] });
        Assert.Equal([3, 9, 14, 15], errors.Select(error => error.Place.Line));
    }

    [Fact]
    public void A_mistake_has_no_consequences_elsewhere()
    {
        string bad = Good.Replace("\"pin\": 17", "\"pin\": true", StringComparison.Ordinal)
            .Replace("\"pin\": 23", "\"pin\": null", StringComparison.Ordinal).Replace("\"height\": 1", "\"height\": 2", StringComparison.Ordinal)
            .Replace("\"3 of 5\"", "\"3 of 5\", \"armed\": true", StringComparison.Ordinal);
        Assert.Equal(3, RuleSet.Parse(bad, "bad.json").Check(new RuleContext()).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("{\"version\": 1")]
    [InlineData("{} {}")]
    [InlineData("/* never ends")]
    [InlineData("{\"version\": 1, \"rules\": [], \"\\ud800\": 1}")]
    [InlineData("{\"$schema\": \"\\ud800\"}")]
    [InlineData("{\"\ud800\": 1}")]
    public void What_is_no_rules_file_at_all_is_refused(string text)
    {
        RuleError error = RuleSet.Parse(text, "bad.json").Check(new RuleContext())[0];
        Assert.InRange(error.Place.Line, 1, text.Count(c => c == '\n') + 1);
        Assert.InRange(error.Place.Column, 1, text.Length + 1);
    }

    [Fact]
    public void Large_deep_and_numerous_files_are_refused()
    {
        string Refusal(string text) => Assert.Single(RuleSet.Parse(text, "big.json").Check(new RuleContext())).ToString();
        Assert.Equal("big.json:1:1: the file is larger than 1 MiB; that is no rules file", Refusal(new string(' ', (1 << 20) + 1)));
        Assert.Contains("larger than 1 MiB", Refusal(new string('ä', (1 << 19) + 1)), StringComparison.Ordinal);
        Assert.Equal("big.json:1:17: this is not JSON; look for a missing comma, quote or bracket here and before", Refusal(new string('[', 1000)));
        Assert.Contains("more than 65536 values", Refusal("[" + string.Concat(Enumerable.Repeat("1,", 1 << 17)) + "]"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_has_at_most_a_hundred_errors_and_each_is_one_line()
    {
        string text = "{" + string.Join(',', Enumerable.Range(0, 500).Select(i => $"\"{i}\\n\\u2028{new string('x', 1000)}\": 1")) + "}";
        IReadOnlyList<RuleError> errors = RuleSet.Parse(text, "bad.json").Check(new RuleContext());
        Assert.Equal(100, errors.Count);
        Assert.All(errors, error => Assert.InRange(error.Message.Length, 1, 401));
        Assert.All(errors, error => Assert.DoesNotContain(error.Message, c => char.IsControl(c) || c == '\u2028'));
    }

    [Fact]
    public void There_can_only_be_so_many_of_each()
    {
        string Many(string key, int count, string item) => Good.Replace(
            $"\"{key}\": {{", $"\"{key}\": {{ {string.Concat(Enumerable.Range(0, count).Select(i => $"\"{i}\": {item},"))}", StringComparison.Ordinal);
        string Refusal(string text) => RuleSet.Parse(text, "bad.json").Check(new RuleContext())[0].Message;
        const string Zone = """{ "x": 0, "y": 0, "width": 1, "height": 1 }""";
        Assert.Contains("at most 16 zones", Refusal(Many("zones", 16, Zone)), StringComparison.Ordinal);
        Assert.Empty(RuleSet.Parse(Many("zones", 15, Zone), "good.json").Check(new RuleContext()));
        Assert.Contains("at most 16 inputs", Refusal(Many("inputs", 16, """{ "pin": 5, "use": "teach" }""")), StringComparison.Ordinal);
        Assert.Contains("at most 32 outputs", Refusal(Many("outputs", 29, """{ "pin": 5 }""")), StringComparison.Ordinal);
        string rules = string.Join(',', Enumerable.Range(0, 257).Select(i => "1"));
        Assert.Contains("1 to 256 items", Refusal($"{{ \"version\": 1, \"rules\": [{rules}] }}"), StringComparison.Ordinal);
    }
}
