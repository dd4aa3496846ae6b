using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Reading;

/// <summary>Reads something that a rule does.</summary>
internal sealed class ActionReader(IReadOnlyList<Output> outputs, ValueReader values)
{
    private const int MostRounds = 1000;
    private const int MostRetries = 10;
    private const int MostArguments = 64;
    private const int LongestArgument = 4096;
    private const int LongestUrl = 2000;

    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(100);

    private static readonly (string Word, Verb Meaning)[] Verbs =
    [
        ("on", Verb.On), ("off", Verb.Off), ("pulse", Verb.Pulse), ("pattern", Verb.Pattern), ("pwm", Verb.Pwm), ("servo", Verb.Servo),
        ("webhook", Verb.Webhook), ("command", Verb.Command), ("snapshot", Verb.Snapshot),
    ];

    private enum Verb
    {
        On,
        Off,
        Pulse,
        Pattern,
        Pwm,
        Servo,
        Webhook,
        Command,
        Snapshot,
    }

    public ActionSpec? Read(JsonValue value)
    {
        if (value.Members.FirstOrDefault(member => member.Name == "do") is not { } word)
        {
            values.Refuse(value, "an object {…} with a key 'do' belongs here, such as { \"output\": \"lamp\", \"do\": \"on\" }");
            return null;
        }

        return values.Word(word.Value, Verbs) switch
        {
            Verb.On => ReadSet(Open(value, Keys.On), 1),
            Verb.Off => ReadSet(Open(value, Keys.Off), 0),
            Verb.Pulse => ReadPulse(Open(value, Keys.Pulse)),
            Verb.Pattern => ReadPattern(Open(value, Keys.Pattern)),
            Verb.Pwm => ReadDuty(Open(value, Keys.Duty)),
            Verb.Servo => ReadAngle(Open(value, Keys.Angle)),
            Verb.Webhook => ReadWebhook(Open(value, Keys.Webhook)),
            Verb.Command => ReadCommand(Open(value, Keys.Command)),
            Verb.Snapshot => ReadSnapshot(Open(value, Keys.Snapshot)),
            _ => null,
        };
    }

    private ObjectReader Open(JsonValue value, KeyTable keys) => new(value, keys, values);

    private SetSpec? ReadSet(ObjectReader action, double level) =>
        ReadOutput(action, OutputKind.Switch) is { } output ? new SetSpec(output, level) : null;

    private PatternSpec? ReadPulse(ObjectReader action)
    {
        TimeSpan? length = action.Require("for") is { } time ? values.Duration(time, PatternReader.ShortestStep, Durations.Longest) : null;
        if (ReadOutput(action, OutputKind.Switch) is not { } output || length is null)
            return null;
        if (outputs[output].Idle != 0)
            values.Refuse(action.At, $"a pulse on '{outputs[output].Name}' would not show, because that is on when idle; use a pattern");
        return new PatternSpec(output, [new PatternStep(1, length.Value)], 1);
    }

    private PatternSpec? ReadPattern(ObjectReader action)
    {
        List<PatternStep> steps = action.Require("steps") is { } list ? PatternReader.Read(list, values) : [];
        int repeat = action.Whole("repeat", 1, MostRounds) ?? 0;
        return ReadOutput(action, OutputKind.Switch) is { } output && steps.Count > 0 ? new PatternSpec(output, steps, repeat) : null;
    }

    private SetSpec? ReadDuty(ObjectReader action)
    {
        double? duty = action.RequiredNumber("duty", 0, 1);
        return ReadOutput(action, OutputKind.Pwm) is { } output && duty is not null ? new SetSpec(output, duty.Value) : null;
    }

    private SetSpec? ReadAngle(ObjectReader action)
    {
        int? output = ReadOutput(action, OutputKind.Servo);
        double? angle = action.RequiredNumber("angle", 0, output is null ? 360 : outputs[output.Value].Range);
        return output is not null && angle is not null ? new SetSpec(output.Value, angle.Value) : null;
    }

    private WebhookSpec? ReadWebhook(ObjectReader action)
    {
        Uri? url = action.Require("url") is { } value ? ReadUrl(value) : null;
        int retry = action.Whole("retry", 0, MostRetries) ?? 3;
        TimeSpan timeout = action.Duration("timeout", ShortestTimeout, TimeSpan.FromMinutes(1)) ?? TimeSpan.FromSeconds(5);
        return url is null ? null : new WebhookSpec(url, retry, timeout);
    }

    private Uri? ReadUrl(JsonValue value)
    {
        bool isUrl = Uri.TryCreate(value.Text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https" && url.Host.Length > 0;
        if (isUrl && value.IsString && value.Text.Length <= LongestUrl)
            return url;
        values.Refuse(value, "a web address belongs here, such as \"http://192.168.1.10:8080/door\"");
        return null;
    }

    private CommandSpec? ReadCommand(ObjectReader action)
    {
        TimeSpan timeout = action.Duration("timeout", ShortestTimeout, TimeSpan.FromHours(1)) ?? TimeSpan.FromSeconds(10);
        if (action.Require("run") is not { } list)
            return null;
        var words = new List<string>();
        foreach (JsonValue item in values.Items(list, 1, MostArguments))
        {
            // The program must have a name; arguments may be empty. No system can pass on a zero.
            int shortest = words.Count == 0 ? 1 : 0;
            if (item.IsString && item.Text.Length >= shortest && item.Text.Length <= LongestArgument && !item.Text.Contains('\0'))
                words.Add(item.Text);
            else
                values.Refuse(item, "the program or an argument belongs here: a text in quotes");
        }

        return words.Count == 0 ? null : new CommandSpec(words, timeout);
    }

    // Opening it has refused whatever else stands there.
    private static SnapshotSpec ReadSnapshot(ObjectReader _) => new();

    private int? ReadOutput(ObjectReader action, OutputKind kind)
    {
        string[] names = [.. outputs.Select(output => output.Name)];
        if (action.Require("output") is not { } value || values.Name(value, "output", names) is not { } index)
            return null;
        OutputKind actual = outputs[index].Kind;
        if (actual == kind)
            return index;
        values.Refuse(value,
            $"'{value.Text}' is a {NameOf(actual)} output, and this needs a {NameOf(kind)}; change 'do', or the output's 'kind'");
        return null;
    }

    private static string NameOf(OutputKind kind) => kind switch
    {
        OutputKind.Pwm => "pwm",
        OutputKind.Servo => "servo",
        _ => "switch",
    };
}
