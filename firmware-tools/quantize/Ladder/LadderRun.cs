using EdgeVision.Quantize.Calibration;
using EdgeVision.Quantize.Execution;
using EdgeVision.Quantize.Writing;

namespace EdgeVision.Quantize.Ladder;

/// <summary>What one rung achieved.</summary>
/// <param name="Rung">The rung.</param>
/// <param name="Model">The model that stands on it.</param>
/// <param name="Figure">Its deployed figure; <see langword="null"/> without validation samples.</param>
/// <param name="Layers">Signal-to-noise ratio of every value, on validation samples; empty without samples.</param>
/// <param name="Seconds">Time to climb it, without measuring.</param>
internal sealed record RungResult(Rung Rung, QuantizedModel Model, DeployedFigure? Figure, IReadOnlyList<ValueSqnr> Layers, double Seconds)
{
    /// <summary>The ratio at the logits, in decibels.</summary>
    public double? LogitsSqnr =>
        Layers.Where(layer => layer.Value == Model.Graph.Logits).Select(layer => (double?)layer.Decibels).FirstOrDefault();
}

/// <summary>A climbed ladder.</summary>
/// <param name="Rungs">All rungs that were climbed.</param>
/// <param name="Chosen">The one whose model is written.</param>
/// <param name="Reason">Why.</param>
/// <param name="BudgetMet">Whether the chosen one is within the budget; <see langword="null"/> without a budget or without
/// validation.</param>
internal sealed record LadderResult(IReadOnlyList<RungResult> Rungs, RungResult Chosen, string Reason, bool? BudgetMet);

/// <summary>Climbs rung by rung and measures each.</summary>
internal sealed class LadderRun(Climber climber, FloatProgram program, Validation? validation, IProgressDisplay progress)
{
    private const int SqnrSamples = 16;

    /// <summary>Climbs all rungs of a recipe; the last one counts.</summary>
    public LadderResult Follow(IReadOnlyList<Rung> recipe, Action<RungResult> climbed)
    {
        var results = new List<RungResult>();
        foreach (Rung rung in recipe)
            climbed(Climb(rung, results));
        return new LadderResult(results, results[^1], "the recipe was given", null);
    }

    /// <summary>Climbs until the loss is within a budget; the best rung counts when none is.</summary>
    /// <param name="budget">Points of accuracy, or of agreement for samples without labels.</param>
    /// <param name="recipe">The rungs there are.</param>
    /// <param name="climbed">Told of each.</param>
    public LadderResult ClimbTo(double budget, IReadOnlyList<Rung> recipe, Action<RungResult> climbed)
    {
        if (validation is null)
            return Follow(recipe, climbed) with { Reason = "nothing to validate with: every rung was climbed" };
        var results = new List<RungResult>();
        foreach (Rung rung in recipe)
        {
            RungResult result = Climb(rung, results);
            climbed(result);
            if (validation.LossOf(result.Figure!) <= budget)
            {
                return new LadderResult(results, result,
                    FormattableString.Invariant($"the first rung within {budget} points of the float model"), true);
            }
        }

        RungResult best = results.MinBy(result => (validation.LossOf(result.Figure!), -result.LogitsSqnr))!;
        return new LadderResult(results, best, FormattableString.Invariant($"no rung is within {budget} points; this one loses least"),
            false);
    }

    private RungResult Climb(Rung rung, List<RungResult> results)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        climber.Climb(rung);
        double seconds = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds;
        Sample[] few = validation is null ? [] : [.. validation.Samples.Take(SqnrSamples)];
        var result = new RungResult(
            rung,
            climber.Model,
            validation?.Measure(climber.Model, progress),
            few.Length == 0 ? [] : SignalToNoise.Measure(climber.Model, program, climber.Maps, few),
            seconds);
        results.Add(result);
        return result;
    }
}
