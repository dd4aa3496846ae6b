using EdgeVision.App.Rules;
using EdgeVision.App.Run.Outputs;
using EdgeVision.Devices.Boards;
using EdgeVision.Devices.Pins;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.App.Pins;

/// <summary>The levels that outputs have when nobody is in charge of them.</summary>
internal static class SafeLevels
{
    /// <summary>Reads <c>17=low</c> or <c>pin:13=high</c>.</summary>
    /// <exception cref="UsageException">A text is not of that form, names a pin twice, or one that the board has not.</exception>
    public static OutputRequest[] Parse(Board board, IEnumerable<string> texts)
    {
        OutputRequest[] requests = [.. texts.Select(text => Parse(board, text))];
        return requests.GroupBy(request => request.Number).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new UsageException($"--safe names GPIO{twice.Key} twice; give it one level")
            : requests;
    }

    /// <summary>The outputs of a rules file at their safe levels, except those that have a level already.</summary>
    /// <exception cref="RulesException">The rules are wrong, or do not fit the board.</exception>
    public static OutputRequest[] OfRules(string rulesFile, Board board, OutputRequest[] given)
    {
        RuleSet rules = RulesFile.Load(rulesFile);
        BoardPins pins = HeaderPins.Of(board);
        if (rules.Check(new RuleContext { Pins = pins }) is { Count: > 0 } errors)
            throw new RulesException(errors);
        IEnumerable<OutputRequest> outputs =
            rules.Outputs.Select(output => new OutputRequest(pins.Resolve(output.Pin), OutputDriver.RestLevel(output)));
        return [.. outputs.ExceptBy(given.Select(request => request.Number), request => request.Number)];
    }

    /// <summary>
    /// Drives the levels, all at once, or, when one pin is in the way, as many as possible; says what it did and gives what failed.
    /// </summary>
    public static IReadOnlyList<PinException> Drive(IPinBank bank, IReadOnlyList<OutputRequest> levels, TextWriter output)
    {
        if (levels.Count == 0 || TryDrive(bank, levels, output) is null)
            return [];
        return [.. levels.Select(level => TryDrive(bank, [level], output)).OfType<PinException>()];
    }

    private static PinException? TryDrive(IPinBank bank, IReadOnlyList<OutputRequest> levels, TextWriter output)
    {
        try
        {
            using IOutputPins pins = bank.RequestOutputs(levels, PinConsumer.Name);
            foreach (IOutputPin pin in pins)
                output.WriteLine($"GPIO{pin.Number} {NameOf(pin.Level)}");
            return null;
        }
        catch (PinException failure)
        {
            return failure;
        }
    }

    private static OutputRequest Parse(Board board, string text)
    {
        string[] parts = text.Split('=');
        PinLevel level = parts.Length != 2 ? throw NotALevel(text) : parts[1] switch
        {
            "low" => PinLevel.Low,
            "high" => PinLevel.High,
            _ => throw NotALevel(text),
        };
        try
        {
            return new OutputRequest(board.Resolve(parts[0]).Bcm!.Value, level);
        }
        catch (PinException failure)
        {
            throw new UsageException($"--safe {text}: {failure.Message}");
        }
    }

    private static UsageException NotALevel(string text) =>
        new($"--safe takes a pin and a level such as 17=low or pin:13=high, not '{text}'");

    private static string NameOf(PinLevel level) => level == PinLevel.High ? "high" : "low";
}
