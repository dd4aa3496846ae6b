using System.Text.Json;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Reading;

/// <summary>Reads a whole rules file.</summary>
internal static class RuleFileReader
{
    private const int MostZones = 16;
    private const int MostInputs = 16;
    private const int MostOutputs = 32;
    private const int MostRules = 256;
    private const int LongestName = 64;

    public static RuleSet Read(string text, string fileName)
    {
        var errors = new ErrorList(fileName);
        if (JsonTree.Read(text, errors) is not { } root)
            return new RuleSet(fileName, errors.InOrder);
        var values = new ValueReader(errors);
        var file = new ObjectReader(root, Keys.File, values);
        if (file.Require("version") is { } version && version.Text != "1")
            values.Refuse(version, "only version 1 is known; write 1, or use a newer program");
        TimeSpan? staleAfter = file.Object("stale", Keys.Stale)?.Duration("after", TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        List<Zone> zones = ReadNamed(file, "zones", MostZones, ZoneReader.Read);
        List<Input> inputs = ReadNamed(file, "inputs", MostInputs, InputReader.Read);
        List<Output> outputs = ReadNamed(file, "outputs", MostOutputs, OutputReader.Read);
        RefuseSecondArmSwitch(inputs, values);
        List<Rule> rules = ReadRules(file, new RuleReader(zones, inputs, outputs, values));
        return new RuleSet(fileName, errors.InOrder)
        {
            StaleAfter = staleAfter ?? TimeSpan.FromSeconds(2),
            Zones = Different(rules.Select(rule => rule.When.Zone)),
            Inputs = inputs,
            Outputs = outputs,
            Rules = rules,
        };
    }

    private static List<T> ReadNamed<T>(ObjectReader file, string key, int most, Func<string, JsonValue, ValueReader, T> read)
    {
        var items = new List<T>();
        if (file.Find(key) is not { } section)
            return items;
        ValueReader values = file.Values;
        if (section.Kind != JsonTokenType.StartObject || section.Members.Count > most)
            values.Refuse(section, $"an object {{\"name\": {{…}}, …}} of at most {most} {key} belongs here");
        foreach (JsonMember member in section.Members.Take(most))
        {
            if (member.Name.Length is 0 or > LongestName || member.Name.Any(char.IsControl))
                values.Refuse(member.At, $"a name has 1 to {LongestName} characters on one line");
            else
                items.Add(read(member.Name, member.Value, values));
        }

        return items;
    }

    private static void RefuseSecondArmSwitch(List<Input> inputs, ValueReader values)
    {
        foreach (Input second in inputs.Where(input => input.Use == InputUse.Arm).Skip(1))
            values.Refuse(second.At, "there can be only one input with \"use\": \"arm\"; remove one, or connect the switches in series");
    }

    private static List<Rule> ReadRules(ObjectReader file, RuleReader reader)
    {
        var rules = new List<Rule>();
        if (file.Require("rules") is { } list)
        {
            foreach (JsonValue value in file.Values.Items(list, 1, MostRules))
            {
                if (reader.Read(value) is { } rule)
                    rules.Add(rule);
            }
        }

        return rules;
    }

    private static List<Zone> Different(IEnumerable<Zone> zones)
    {
        var different = new List<Zone>();
        foreach (Zone zone in zones)
        {
            if (!different.Exists(zone.Covers))
                different.Add(zone);
        }

        return different;
    }
}
