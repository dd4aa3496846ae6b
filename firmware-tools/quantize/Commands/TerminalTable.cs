using EdgeVision.Quantize.Ladder;

namespace EdgeVision.Quantize.Commands;

/// <summary>The ladder on a terminal: a line for each rung.</summary>
internal static class TerminalTable
{
    public static string Header(Validation? validation) => validation is null
        ? "rung              seconds"
        : $"rung              {(validation.FloatAccuracy is null ? "" : "top-1 %    loss   ")}agree %  logits dB  worst layer dB  seconds";

    public static string Row(RungResult result, Validation? validation)
    {
        string name = Recipe.NameOf(result.Rung);
        if (validation is null || result.Figure is not { } figure)
            return FormattableString.Invariant($"{name,-16}  {result.Seconds,7:F1}");
        string accuracy = figure.Accuracy is { } percent
            ? FormattableString.Invariant($"{percent,7:F2} {validation.LossOf(figure),7:F2}   ")
            : "";
        double worst = result.Layers.Min(layer => layer.Decibels);
        return FormattableString.Invariant($"{name,-16}  {accuracy}{figure.Agreement,7:F2} {result.LogitsSqnr,10:F1} {worst,15:F1} {result.Seconds,8:F1}");
    }
}
