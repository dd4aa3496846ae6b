using System.Globalization;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Reading;

/// <summary>Reads when a rule turns on.</summary>
internal sealed class ConditionReader(IReadOnlyList<Zone> zones, bool hasArmSwitch, ValueReader values)
{
    private const int MostFrames = 64;

    public Condition? Read(JsonValue value)
    {
        var when = new ObjectReader(value, Keys.Condition, values);
        LabelPattern? label = when.Require("label") is { } written ? ReadLabel(written) : null;
        double? atLeast = when.Require("at_least") is { } threshold ? ReadProbability(threshold) : null;
        double? untilBelow = when.Find("until_below") is { } lower ? ReadProbability(lower) : atLeast;
        if (untilBelow > atLeast)
            values.Refuse(when.Find("until_below")!, "'until_below' is above 'at_least', so the rule would turn off at once; make it lower");
        (int Needed, int Of) frames = when.Find("frames") is { } counts ? ReadFrames(counts) : (1, 1);
        Zone zone = when.Find("zone") is { } name ? ReadZone(name) : Zone.WholePicture;
        Schedule? schedule = when.Find("schedule") is { } hours ? ScheduleReader.Read(hours, values) : null;
        bool? armed = when.Find("armed") is { } state ? ReadArmed(state) : null;
        if (label is null || atLeast is null || untilBelow is null)
            return null;
        return new Condition
        {
            Label = label,
            AtLeast = (float)atLeast,
            UntilBelow = (float)untilBelow,
            FramesNeeded = frames.Needed,
            FramesOf = frames.Of,
            Zone = zone,
            Schedule = schedule,
            Armed = armed,
        };
    }

    private LabelPattern? ReadLabel(JsonValue value)
    {
        if (!value.IsString)
            return values.Whole(value, 0, int.MaxValue) is { } index ? new LabelPattern(index) { At = value.At } : null;
        return values.Text(value) is { } pattern ? new LabelPattern(pattern) { At = value.At } : null;
    }

    private double? ReadProbability(JsonValue value)
    {
        double? probability = values.Number(value, 0, 1);
        if (probability is null || (float)probability > 0)
            return probability;
        values.Refuse(value, "every frame has a probability of at least 0; write a number above 0");
        return null;
    }

    private (int Needed, int Of) ReadFrames(JsonValue value)
    {
        string[] words = value.IsString ? value.Text.Split(' ', 4) : [];
        if (words is not [_, "of", _] || Count(words[0]) is not { } needed || Count(words[2]) is not { } of)
            values.Refuse(value, "a count of frames belongs here, such as \"3 of 5\": three of the last five frames");
        else if (needed < 1 || needed > of || of > MostFrames)
            values.Refuse(value, $"'{value.Text}' is not possible; at least 1 frame is needed, at most all, of at most {MostFrames}");
        else
            return (needed, of);
        return (1, 1);
    }

    private static int? Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : null;

    private Zone ReadZone(JsonValue value) =>
        values.Name(value, "zone", [.. zones.Select(zone => zone.Name)]) is { } index ? zones[index] : Zone.WholePicture;

    private bool? ReadArmed(JsonValue value)
    {
        if (!hasArmSwitch)
            values.Refuse(value, "no input has \"use\": \"arm\"; add one to 'inputs', or remove 'armed'");
        return values.Boolean(value);
    }
}
