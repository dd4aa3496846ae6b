using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Reading;

/// <summary>Reads an output.</summary>
internal static class OutputReader
{
    private static readonly TimeSpan ShortestPulse = TimeSpan.FromMicroseconds(500);
    private static readonly TimeSpan LongestPulse = TimeSpan.FromMicroseconds(2500);

    /// <summary>The words for the levels of a switch.</summary>
    public static readonly (string Word, double Meaning)[] Levels = [("on", 1), ("off", 0)];

    public static Output Read(string name, JsonValue value, ValueReader values)
    {
        OutputKind kind = KindOf(value, values);
        var output = new ObjectReader(value, KeysOf(kind), values);
        var read = new Output { Name = name, Pin = output.Pin(), Kind = kind, At = output.At };
        return kind switch
        {
            OutputKind.Pwm => ReadPwm(read, output),
            OutputKind.Servo => ReadServo(read, output),
            _ => ReadSwitch(read, output),
        };
    }

    // Which keys there can be depends on the kind, so it is looked at before.
    private static OutputKind KindOf(JsonValue value, ValueReader values) =>
        value.Members.FirstOrDefault(member => member.Name == "kind") is { } kind
            ? values.Word(kind.Value, ("switch", OutputKind.Switch), ("pwm", OutputKind.Pwm), ("servo", OutputKind.Servo)) ?? OutputKind.Switch
            : OutputKind.Switch;

    private static KeyTable KeysOf(OutputKind kind) => kind switch
    {
        OutputKind.Pwm => Keys.PwmOutput,
        OutputKind.Servo => Keys.ServoOutput,
        _ => Keys.SwitchOutput,
    };

    private static Output ReadSwitch(Output read, ObjectReader output) => read with
    {
        Active = output.Word("active", ("high", ActiveLevel.High), ("low", ActiveLevel.Low)) ?? ActiveLevel.High,
        Safe = output.Word("safe", Levels) ?? 0,
        Idle = output.Word("idle", Levels) ?? 0,
        Share = ReadShare(output),
    };

    private static Output ReadPwm(Output read, ObjectReader output) => read with
    {
        Safe = output.Number("safe", 0, 1) ?? 0,
        Idle = output.Number("idle", 0, 1) ?? 0,
        Share = ReadShare(output),
        Frequency = output.Number("frequency", 1, 1000) ?? read.Frequency,
    };

    private static Output ReadServo(Output read, ObjectReader output)
    {
        double range = output.Number("range", 1, 360) ?? read.Range;
        double safe = output.RequiredNumber("safe", 0, range) ?? 0;
        TimeSpan shortest = output.Duration("shortest_pulse", ShortestPulse, LongestPulse) ?? read.ShortestPulse;
        TimeSpan longest = output.Duration("longest_pulse", ShortestPulse, LongestPulse) ?? read.LongestPulse;
        if (shortest >= longest)
            output.Values.Refuse(output.At, "'shortest_pulse' must be shorter than 'longest_pulse'");
        double idle = output.Number("idle", 0, range) ?? safe;
        return read with { Range = range, Safe = safe, Idle = idle, ShortestPulse = shortest, LongestPulse = longest };
    }

    private static OutputShare ReadShare(ObjectReader output) => output.Word("share", ("no", OutputShare.No), ("any", OutputShare.Any)) ?? OutputShare.No;
}
