using System.Text.Json;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Reading;

/// <summary>Reads the steps of a pattern.</summary>
internal static class PatternReader
{
    private const int MostSteps = 64;

    /// <summary>Faster than this is what PWM is for, and the clock of whoever ticks may not be better.</summary>
    public static readonly TimeSpan ShortestStep = TimeSpan.FromMilliseconds(10);

    public static List<PatternStep> Read(JsonValue list, ValueReader values)
    {
        var steps = new List<PatternStep>();
        foreach (JsonValue item in values.Items(list, 1, MostSteps))
        {
            if (item.Kind != JsonTokenType.StartArray || item.Items.Count != 2)
            {
                values.Refuse(item, "a step belongs here, such as [\"on\", \"100ms\"]");
                continue;
            }

            double? level = values.Word(item.Items[0], OutputReader.Levels);
            TimeSpan? duration = values.Duration(item.Items[1], ShortestStep, Durations.Longest);
            steps.Add(new PatternStep(level ?? 0, duration ?? ShortestStep));
        }

        return steps;
    }
}
