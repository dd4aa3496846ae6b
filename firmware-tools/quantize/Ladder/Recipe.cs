using EdgeVision.Quantize.Commands;

namespace EdgeVision.Quantize.Ladder;

/// <summary>One rung of the ladder; each is climbed on top of those before.</summary>
internal enum Rung
{
    /// <summary>Symmetric weights with a scale per channel, ranges as calibrated.</summary>
    PerChannel,

    /// <summary>Cross-layer equalization.</summary>
    Equalize,

    /// <summary>High-bias absorption.</summary>
    Absorb,

    /// <summary>Bias correction from known means.</summary>
    AnalyticBias,

    /// <summary>Bias correction from measured means.</summary>
    EmpiricalBias,

    /// <summary>Adaptive rounding.</summary>
    AdaptiveRounding,

    /// <summary>The choice of each tensor's range.</summary>
    Ranges,
}

/// <summary>The rungs to climb.</summary>
internal static class Recipe
{
    private static readonly Dictionary<string, Rung> Names = new()
    {
        ["per-channel"] = Rung.PerChannel,
        ["equalize"] = Rung.Equalize,
        ["absorb"] = Rung.Absorb,
        ["bias-analytic"] = Rung.AnalyticBias,
        ["bias"] = Rung.EmpiricalBias,
        ["adaround"] = Rung.AdaptiveRounding,
        ["ranges"] = Rung.Ranges,
    };

    /// <summary>Every rung.</summary>
    public static IReadOnlyList<Rung> Full { get; } = [.. Names.Values];

    /// <summary>What works without samples.</summary>
    public static IReadOnlyList<Rung> DataFree { get; } = [Rung.PerChannel, Rung.Equalize, Rung.Absorb, Rung.AnalyticBias];

    /// <summary>The syntax of <c>--recipe</c>, for help texts.</summary>
    public static string Syntax { get; } = $"full, or names joined by commas: {string.Join(", ", Names.Keys)}";

    /// <summary>The name of a rung.</summary>
    public static string NameOf(Rung rung) => Names.First(pair => pair.Value == rung).Key;

    /// <summary>Reads <c>--recipe</c>.</summary>
    /// <exception cref="UsageException">A name is not known.</exception>
    public static IReadOnlyList<Rung> Parse(string text)
    {
        if (text == "full")
            return Full;
        var rungs = new SortedSet<Rung> { Rung.PerChannel };
        foreach (string name in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            rungs.Add(Names.TryGetValue(name, out Rung rung)
                ? rung
                : throw new UsageException($"--recipe: '{name}' is not known; it takes {Syntax}"));
        }

        return [.. rungs];
    }
}
