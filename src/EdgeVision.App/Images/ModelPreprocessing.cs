using System.Globalization;
using EdgeVision.App.Models;
using EdgeVision.Imaging;

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
    /// <param name="model">Its first input takes the picture.</param>
    /// <param name="standard">The command's crop, fit and resizing.</param>
    /// <param name="overrides">The user's settings.</param>
    /// <exception cref="PreprocessingException">The user's settings are not understood.</exception>
    /// <exception cref="BadInputException">Those of <c>model.json</c> are not, or nobody says how to normalize.</exception>
    public static ModelPreprocessing For(LoadedModel model, Preprocessing standard, string? overrides)
    {
        ModelPreprocessing result = FromModel(model, standard);
        if (model.Facts.Preprocess is { } settings)
            result = new ModelPreprocessing(Read(model, result.Settings, settings), $"from {ModelFolder.FactsName}");
        if (overrides is not null)
            result = new ModelPreprocessing(result.Settings.With(overrides), "as given");
        if (result.Settings.Mean.Count == 0 || result.Settings.Std.Count == 0)
            throw new BadInputException($"{model.Name}: {result.Source}; give --preprocess mean=...,std=...");
        return result;
    }

    /// <inheritdoc/>
    public override string ToString() => Settings.ToString();

    private static Preprocessing Read(LoadedModel model, Preprocessing start, string settings)
    {
        try
        {
            return start.With(settings);
        }
        catch (PreprocessingException wrong)
        {
            throw new BadInputException($"{ModelFolder.FactsName} beside {model.File}: {wrong.Message}");
        }
    }

    private static ModelPreprocessing FromModel(LoadedModel model, Preprocessing standard)
    {
        if (model.Metadata.Inputs is [{ Normalization: { } fromFile }, ..])
            return new ModelPreprocessing(standard with { Mean = fromFile.Mean, Std = fromFile.Std }, "from the model's metadata");
        if (model.Inputs[0].Quantization is not { } q)
            throw new BadInputException($"{model.Name}: its input is not a quantized 8-bit tensor");
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
