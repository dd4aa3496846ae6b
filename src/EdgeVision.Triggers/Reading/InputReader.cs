using EdgeVision.Triggers.Rules;

namespace EdgeVision.Triggers.Reading;

/// <summary>Reads an input.</summary>
internal static class InputReader
{
    private static readonly TimeSpan LongestDebounce = TimeSpan.FromSeconds(1);

    public static Input Read(string name, JsonValue value, ValueReader values)
    {
        var input = new ObjectReader(value, Keys.Input, values);
        PinName pin = input.Pin();
        InputUse? use = input.Require("use") is { } word
            ? values.Word(word, ("arm", InputUse.Arm), ("snapshot", InputUse.Snapshot), ("teach", InputUse.Teach))
            : null;
        InputPull pull = input.Word("pull", ("up", InputPull.Up), ("down", InputPull.Down), ("none", InputPull.None)) ?? InputPull.Up;
        ActiveLevel? active = input.Word("active", ("high", ActiveLevel.High), ("low", ActiveLevel.Low));
        TimeSpan? debounce = input.Duration("debounce", TimeSpan.Zero, LongestDebounce);
        return new Input
        {
            Name = name,
            Pin = pin,
            Pull = pull,
            Active = active ?? (pull == InputPull.Down ? ActiveLevel.High : ActiveLevel.Low),
            Debounce = debounce ?? TimeSpan.FromMilliseconds(20),
            Use = use ?? InputUse.Snapshot,
            At = input.At,
        };
    }
}
