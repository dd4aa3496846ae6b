namespace EdgeVision.Triggers.Rules;

/// <summary>What rules are checked against. What is not known is not checked.</summary>
public sealed record RuleContext
{
    /// <summary>The label of every class of the model, in the order of its probabilities.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The pins of the computer.</summary>
    public BoardPins? Pins { get; init; }
}
