using EdgeVision.Model;

namespace EdgeVision.App.Models;

/// <summary>Names of a model's classes, with the off-by-one of ImageNet's background class handled.</summary>
internal sealed class Labels
{
    private const string Background = "background";

    private readonly IReadOnlyList<string> _names;
    private readonly int _offset;

    private Labels(IReadOnlyList<string> names, int offset)
    {
        _names = names;
        _offset = offset;
    }

    /// <summary>
    /// Labels for <paramref name="classes"/> scores. A list that is one shorter belongs to a model whose class 0 is the background; one that
    /// is one longer and begins with the background belongs to such a model, too, while this one has none. Any other length is an error,
    /// because every label would be wrong.
    /// </summary>
    public static Labels For(int classes, ModelMetadata metadata, string? labelsFile)
    {
        IReadOnlyList<string> names = labelsFile is null ? metadata.Labels : LabelsFile.Load(labelsFile);
        if (labelsFile is not null && names.Count == 0)
            throw new BadInputException($"{labelsFile}: there is no label in it; write one a line");
        string source = labelsFile ?? metadata.LabelsSource ?? "none";
        if (names.Count == 0 || names.Count == classes)
            return new Labels(names, 0);
        if (names.Count == classes - 1)
            return new Labels(names, 1);
        if (names.Count == classes + 1 && names[0] == Background)
            return new Labels(names, -1);
        throw new BadInputException($"{source}: {names.Count} labels do not fit the model's {classes} classes; give the right list with --labels");
    }

    /// <summary>The name of class <paramref name="index"/>; "class N" where there is none.</summary>
    public string this[int index] => index < _offset ? Background
        : index - _offset < _names.Count ? _names[index - _offset]
        : $"class {index}";

    /// <summary>Whether there are names at all.</summary>
    public bool Any => _names.Count > 0;
}
