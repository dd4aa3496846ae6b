using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Reading;

/// <summary>Reads rules, and what they do with the outputs.</summary>
internal sealed class RuleReader(IReadOnlyList<Zone> zones, IReadOnlyList<Input> inputs, IReadOnlyList<Output> outputs, ValueReader values)
{
    private const int MostActions = 16;
    private const int LongestName = 64;

    private readonly ConditionReader _conditions = new(zones, inputs.Any(input => input.Use == InputUse.Arm), values);
    private readonly ActionReader _actions = new(outputs, values);
    private readonly HashSet<string> _names = [];

    // Which rule drives an output, by the output's index.
    private readonly string?[] _drivers = new string?[outputs.Count];

    public Rule? Read(JsonValue value)
    {
        var rule = new ObjectReader(value, Keys.Rule, values);
        string? name = rule.Require("name") is { } text ? values.Text(text, LongestName) : null;
        if (name is not null && !_names.Add(name))
            values.Refuse(rule.Find("name")!, $"another rule is called '{name}' too; choose another name");
        Condition? when = rule.Require("when") is { } condition ? _conditions.Read(condition) : null;
        var read = new Rule
        {
            Name = name ?? "",
            When = when ?? new Condition { Label = new LabelPattern(0), AtLeast = 1, UntilBelow = 1 },
            MinimumOn = ReadDuration(rule, "minimum_on"),
            MinimumOff = ReadDuration(rule, "minimum_off"),
            Cooldown = ReadDuration(rule, "cooldown"),
            Hold = ReadDuration(rule, "hold"),
            Then = rule.Require("then") is { } then ? ReadActions(then, 1, name) : [],
            Finally = rule.Find("finally") is { } last ? ReadActions(last, 0, name) : [],
        };
        RefuseContradictions(rule, read);
        return name is null || when is null ? null : read;
    }

    private static TimeSpan ReadDuration(ObjectReader rule, string key) => rule.Duration(key, TimeSpan.Zero, Durations.Longest) ?? TimeSpan.Zero;

    private void RefuseContradictions(ObjectReader rule, Rule read)
    {
        // An arm switch or a schedule ends a hold, but not the minimum.
        bool canEndEarly = read.When.Armed is not null || read.When.Schedule is not null;
        if (read.MinimumOn > TimeSpan.Zero && read.MinimumOn <= read.Hold && !canEndEarly)
            values.Refuse(rule.Find("minimum_on")!, "'minimum_on' has no effect, because 'hold' is not shorter; remove one of them");
        TimeSpan on = read.MinimumOn > read.Hold || canEndEarly ? read.MinimumOn : read.Hold;
        if (read.Cooldown > TimeSpan.Zero && read.Cooldown <= on + read.MinimumOff)
        {
            values.Refuse(rule.Find("cooldown")!, "'cooldown' has no effect, because it counts from turning on, and the rule stays on and off "
                + $"for {Durations.Format(on + read.MinimumOff)} anyway; make it longer, or remove it");
        }
    }

    private List<ActionSpec> ReadActions(JsonValue list, int fewest, string? rule)
    {
        var actions = new List<ActionSpec>();
        var driven = new HashSet<int>();
        foreach (JsonValue item in values.Items(list, fewest, MostActions))
        {
            if (_actions.Read(item) is not { } action)
                continue;
            if (action is OutputSpec spec)
                CheckUse(item, spec.Output, driven.Add(spec.Output), rule ?? "");
            actions.Add(action);
        }

        return actions;
    }

    private void CheckUse(JsonValue item, int output, bool first, string rule)
    {
        string name = outputs[output].Name;
        _drivers[output] ??= rule;
        if (!first)
            values.Refuse(item, $"'{name}' is driven twice in this list; remove one, or use a pattern");
        else if (_drivers[output] != rule && outputs[output].Share == OutputShare.No)
            values.Refuse(item, $"'{name}' is driven by the rule '{_drivers[output]}' too; use another output{Sharing(outputs[output])}");
    }

    private static string Sharing(Output output) => output.Kind == OutputKind.Servo ? "" : ", or give it \"share\": \"any\"";
}
