namespace EdgeVision.Model;

/// <summary>The rules of metadata, whether read from a file or set in memory.</summary>
internal static class MetadataValidator
{
    /// <summary>Checks normalization and labels.</summary>
    /// <exception cref="ModelFormatException">A rule is broken.</exception>
    public static void Check(TfliteModel model)
    {
        if (Problem(model) is { } problem)
            throw new ModelFormatException($"{model.Name}: metadata: {problem}; correct the metadata");
    }

    private static string? Problem(TfliteModel model)
    {
        IReadOnlyList<InputMetadata> inputs = model.Metadata.Inputs;
        if (inputs.Count > 0 && inputs.Count != model.Inputs.Count)
            return $"it describes {inputs.Count} inputs, the model has {model.Inputs.Count}";
        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Normalization is { } normalization
                && Problem(normalization, model.Tensors[model.Inputs[i]].Shape) is { } problem)
            {
                return $"input {i}: {problem}";
            }
        }

        return LabelsText.Problem(model.Metadata.Labels);
    }

    private static string? Problem(InputNormalization normalization, IReadOnlyList<int> shape)
    {
        int count = normalization.Mean.Count;
        if (count != normalization.Std.Count)
            return $"{count} means and {normalization.Std.Count} standard deviations do not match";
        if (count != 1 && (shape.Count == 0 || count != shape[^1]))
            return $"{count} means do not fit the channels of the input";
        for (int i = 0; i < count; i++)
        {
            if (!float.IsFinite(normalization.Mean[i]) || !float.IsFinite(normalization.Std[i]) || normalization.Std[i] == 0)
                return FormattableString.Invariant($"mean {normalization.Mean[i]} and deviation {normalization.Std[i]} are unusable");
        }

        return null;
    }
}
