using EdgeVision.App.Models;
using EdgeVision.App.Pins;
using EdgeVision.App.Rules;
using EdgeVision.Model;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.App.Doctor.Checks;

/// <summary>Can the rules be followed with this board's pins and this model's labels?</summary>
internal static class RuleChecks
{
    private const string Area = "rules";

    public static IEnumerable<Finding> Run(DoctorContext context)
    {
        if (context.Rules is not { } file)
            return [];
        try
        {
            RuleSet rules = RulesFile.Load(file);
            IReadOnlyList<string>? labels = LabelsOf(context.Model);
            IReadOnlyList<RuleError> errors = rules.Check(new RuleContext { Labels = labels, Pins = HeaderPins.Of(context.Board) });
            return errors.Count > 0
                ? errors.Select(error => Finding.Failure(Area, "file", new BadInputException(error.ToString())))
                : [Sound(rules, labels)];
        }
        catch (Exception failure) when (failure is BadInputException or IOException or UnauthorizedAccessException)
        {
            return [Finding.Failure(Area, "file", failure)];
        }
    }

    private static Finding Sound(RuleSet rules, IReadOnlyList<string>? labels)
    {
        string found = $"{rules.FileName}: {rules.Rules.Count} rules, {rules.Outputs.Count} outputs, {rules.Inputs.Count} inputs";
        return labels is null
            ? Finding.Note(Area, "file", $"{found}; labels were not checked", "give --model with labels too")
            : Finding.Ok(Area, "file", found);
    }

    /// <summary>The model's labels; <see langword="null"/> without a sound model, which another check tells about.</summary>
    private static IReadOnlyList<string>? LabelsOf(string? model)
    {
        try
        {
            return model is not null && ModelFolder.Load(model).Model.Metadata.Labels is { Count: > 0 } labels ? labels : null;
        }
        catch (Exception failure) when (failure is BadInputException or ModelFormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
