using System.Globalization;
using EdgeVision.App.Models;
using EdgeVision.Imaging;
using EdgeVision.Runtime;

namespace EdgeVision.App.Images;

/// <summary>
/// The preprocessing of a model, and where it comes from. Mean and std are those of the model's metadata, else follow from its input range;
/// crop, fit and resizing are the command's; <c>model.json</c> replaces single settings, and the user's <c>--preprocess</c> does so last.
/// </summary>
/// <param name="Settings">What to do with a picture.</param>
/// <param name="Source">Who had the last word, for people.</param>
internal sealed record ModelPreprocessing(Preprocessing Settings, string Source)
{
    /// <summary>Combines what is known.</summary>
    /// <param name="plan">The model; its first input takes the picture.</param>
    /// <param name="facts">What <c>model.json</c> says.</param>
    /// <param name="standard">The command's crop, fit and resizing.</param>
    /// <param name="overrides">The user's settings.</param>
    /// <exception cref="PreprocessingException">The user's settings are not understood.</exception>
    /// <exception cref="BadInputException">Those of <c>model.json</c> are not, or nobody says how to normalize.</exception>
    public static ModelPreprocessing For(ExecutionPlan plan, ModelFacts facts, Preprocessing standard, string? overrides)
    {
        ModelPreprocessing result = FromModel(plan, standard);
        if (facts.Preprocess is { } settings)
            result = new ModelPreprocessing(Read(plan, result.Settings, settings), $"from {ModelFolder.FactsName}");
        if (overrides is not null)
            result = new ModelPreprocessing(result.Settings.With(overrides), "as given");
        if (result.Settings.Mean.Count == 0 || result.Settings.Std.Count == 0)
            throw new BadInputException($"{plan.Model.Name}: {result.Source}; give --preprocess mean=...,std=...");
        return result;
    }

    /// <inheritdoc/>
    public override string ToString() => Settings.ToString();

    private static Preprocessing Read(ExecutionPlan plan, Preprocessing start, string settings)
    {
        try
        {
            return start.With(settings);
        }
        catch (PreprocessingException wrong)
        {
            throw new BadInputException($"{ModelFolder.FactsName} beside {plan.Model.Path ?? plan.Model.Name}: {wrong.Message}");
        }
    }

    private static ModelPreprocessing FromModel(ExecutionPlan plan, Preprocessing standard)
    {
        if (plan.Model.Metadata.Inputs is [{ Normalization: { } fromFile }, ..])
            return new ModelPreprocessing(standard with { Mean = fromFile.Mean, Std = fromFile.Std }, "from the model's metadata");
        if (plan.Inputs[0].Quantization is not { } q)
            throw new BadInputException($"{plan.Model.Name}: input '{plan.Inputs[0].Name}' is not a quantized 8-bit tensor");
        double lowest = q.Scale * (-128 - q.ZeroPoint), highest = q.Scale * (127 - q.ZeroPoint);
        if (Math.Abs(lowest) < 0.05 && Math.Abs(highest - 1) < 0.05)
            return new ModelPreprocessing(standard with { Mean = [0], Std = [255] }, "guessed: the input's range is near [0, 1]");
        if (Math.Abs(lowest + 1) < 0.05 && Math.Abs(highest - 1) < 0.05)
            return new ModelPreprocessing(standard with { Mean = [127.5f], Std = [127.5f] }, "guessed: the input's range is near [-1, 1]");
        if (Math.Abs(lowest) < 5 && Math.Abs(highest - 255) < 5)
            return new ModelPreprocessing(standard with { Mean = [0], Std = [1] }, "guessed: the input's range is near [0, 255]");
        return new ModelPreprocessing(standard, string.Create(
            CultureInfo.InvariantCulture, $"no metadata, and the input's range [{lowest:G4}, {highest:G4}] is none that is known"));
    }
}
